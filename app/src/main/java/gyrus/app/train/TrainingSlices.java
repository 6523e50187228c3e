package gyrus.app.train;

import gyrus.app.UserError;
import gyrus.app.network.Task;
import gyrus.app.noise.Noise;
import gyrus.app.slices.PixelGrid;
import gyrus.app.volume.Normalisation;
import gyrus.app.volume.Volume;
import gyrus.model.training.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The slices of some images as the network sees them, and what it is to make of them; the last share is held back. */
record TrainingSlices(Samples training, Samples validation) {

    static TrainingSlices of(TrainConfig config, List<TrainingImage> images) throws IOException {
        PixelGrid grid = config.use().grid();
        List<float[]> inputs = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        for (TrainingImage image : images) {
            Volume volume = image.read();
            float[][] slices = grid.cut(Normalisation.normalised(volume, image.image().toString()));
            float[][] truths = config.task() == Task.SEGMENTATION ? grid.cut(image.readMask(volume)) : slices;
            Noise noise = config.noiseModel();
            for (int i = 0; i < slices.length; i += config.sliceStep()) {
                inputs.add(config.task() == Task.SEGMENTATION ? slices[i] : noise.over(slices[i], image.id(), i));
                targets.add(truths[i]);
            }
        }
        if (inputs.size() < 2) {
            throw new UserError("the images give " + inputs.size()
                    + " slice; training needs at least 2, one of them to validate on");
        }
        int held = Math.clamp(Math.round(inputs.size() * config.validationShare()), 1, inputs.size() - 1);
        int cut = inputs.size() - held;
        return new TrainingSlices(samples(config, inputs.subList(0, cut), targets.subList(0, cut)),
                samples(config, inputs.subList(cut, inputs.size()), targets.subList(cut, inputs.size())));
    }

    private static Samples samples(TrainConfig config, List<float[]> inputs, List<float[]> targets) {
        return new Samples(config.size(), config.size(), inputs.toArray(float[][]::new), targets.toArray(float[][]::new),
                switch (config.task()) {
                    case SEGMENTATION -> Samples.Kind.MASKS;
                    case DENOISING -> Samples.Kind.IMAGES;
                });
    }
}
