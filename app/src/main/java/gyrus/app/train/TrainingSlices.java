package gyrus.app.train;

import gyrus.app.UserError;
import gyrus.app.network.NetworkInput;
import gyrus.app.network.Task;
import gyrus.app.noise.Noise;
import gyrus.app.slices.HeldBack;
import gyrus.app.slices.PixelGrid;
import gyrus.app.slices.Window;
import gyrus.app.volume.Volume;
import gyrus.model.training.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** The slices of some images as the network sees them, and what it is to make of them: to train on and to validate on. */
record TrainingSlices(Samples training, Samples validation) {

    /**
     * Reads the images, and refuses them where nothing could be learned from them or measured on them.
     *
     * @param log is told what makes it doubtful to learn from an image
     */
    static TrainingSlices of(TrainConfig config, Consumer<String> log) throws IOException {
        Row training = Row.of(config, config.trainingImages(), log);
        Row validation = Row.of(config, config.imagesToValidateOn(), log);
        if (config.validationImages().isEmpty()) {
            BitSet held = HeldBack.spread(training.inputs.size(), config.validationShare());
            validation = training.only(held);
            held.flip(0, training.inputs.size());
            training = training.only(held);
        }
        training.requireForeground(config, "training");
        validation.requireForeground(config, "validation");
        return new TrainingSlices(training.samples(config), validation.samples(config));
    }

    /** Slices and their targets, one after the other. */
    private record Row(List<float[]> inputs, List<float[]> targets) {

        static Row of(TrainConfig config, List<TrainingImage> images, Consumer<String> log) throws IOException {
            PixelGrid grid = config.use().grid();
            Noise noise = config.noiseModel();
            Row row = new Row(new ArrayList<>(), new ArrayList<>());
            for (TrainingImage image : images) {
                Volume volume = image.read();
                NetworkInput input = NetworkInput.of(volume, image.image().toString(), grid, Window.Reach.GRID);
                input.warnings().forEach(warning -> log.accept(image.image() + ": " + warning));
                float[][] slices = input.slices();
                float[][] truths = config.task() == Task.SEGMENTATION ? input.window().cut(image.readMask(volume)) : slices;
                for (int i = 0; i < slices.length; i += config.sliceStep()) {
                    row.inputs.add(config.task() == Task.SEGMENTATION ? slices[i] : noise.over(slices[i], image.id(), i));
                    row.targets.add(truths[i]);
                }
            }
            return row;
        }

        Row only(BitSet chosen) {
            return new Row(chosen.stream().mapToObj(inputs::get).toList(), chosen.stream().mapToObj(targets::get).toList());
        }

        /** On slices without foreground an empty mask has a Dice of 1, and black slices without noise are easily made. */
        void requireForeground(TrainConfig config, String purpose) {
            float least = config.task() == Task.SEGMENTATION ? 0.5f : 0;
            for (float[] target : targets) {
                for (float value : target) {
                    if (value > least) {
                        return;
                    }
                }
            }
            throw new UserError("no foreground in the " + targets.size() + " " + purpose
                    + (targets.size() == 1 ? " slice" : " slices") + "; use more images, a smaller sliceStep, now "
                    + config.sliceStep() + ", or another validationShare, now " + config.validationShare());
        }

        Samples samples(TrainConfig config) {
            return new Samples(config.size(), config.size(), inputs.toArray(float[][]::new), targets.toArray(float[][]::new),
                    switch (config.task()) {
                        case SEGMENTATION -> Samples.Kind.MASKS;
                        case DENOISING -> Samples.Kind.IMAGES;
                    });
        }
    }
}
