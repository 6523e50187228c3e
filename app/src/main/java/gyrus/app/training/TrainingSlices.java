package gyrus.app.training;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.EveryNth;
import gyrus.app.imaging.slices.HeldBack;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.app.network.Task;
import gyrus.model.training.Images;
import gyrus.model.training.Samples;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The slices of some images as the network sees them, and what it is to make of them: to train on and to validate on. */
public record TrainingSlices(Samples training, Samples validation) {

    /**
     * Reads the images, and refuses them where nothing could be learned from them or measured on them.
     *
     * @param arena holds the slices
     * @param log is told what makes it doubtful to learn from an image
     */
    public static TrainingSlices of(TrainConfig config, Arena arena, Consumer<String> log) throws IOException {
        Row training = Row.of(config, config.trainingImages(), arena, log);
        Row validation;
        if (config.validationImages().isEmpty()) {
            Images targets = training.targets;
            BitSet held = HeldBack.spread(targets.count(), config.validationShare(), i -> targets.exceeds(i, Row.least(config)));
            validation = training.only(held);
            held.flip(0, targets.count());
            training = training.only(held);
        } else {
            validation = Row.of(config, config.imagesToValidateOn(), arena, log);
        }
        training.requireForeground(config, "training");
        validation.requireForeground(config, "validation");
        return new TrainingSlices(training.samples(config), validation.samples(config));
    }

    /** Slices and their targets, one after the other. */
    private record Row(Images inputs, Images targets) {

        static Row of(TrainConfig config, List<TrainingImage> images, Arena arena, Consumer<String> log) throws IOException {
            PixelGrid grid = config.use().grid();
            Noise noise = config.noiseModel();
            Foreground foreground = Foreground.parse(config.foreground());
            Images.Store inputs = new Images.Store(arena, grid.size(), grid.size());
            Images.Store targets = new Images.Store(arena, grid.size(), grid.size());
            for (TrainingImage image : images) {
                Volume volume = image.read();
                NetworkInput input = NetworkInput.of(volume, image.image().toString(), grid, Window.Reach.GRID);
                input.warnings().forEach(warning -> log.accept(image.image() + ": " + warning));
                Volume truth = config.task() == Task.SEGMENTATION ? image.readMask(volume, foreground) : input.normalised();
                if (config.task() == Task.SEGMENTATION) {
                    Foreground.doubt(truth).ifPresent(doubt -> log.accept(image.mask().orElseThrow() + ": " + doubt));
                }
                for (int i : EveryNth.of(input.window().count(), config.sliceStep(),
                        i -> Images.exceeds(input.window().cut(truth, i), least(config)))) {
                    float[] slice = input.window().cut(input.normalised(), i);
                    inputs.add(config.task() == Task.SEGMENTATION ? slice : noise.over(slice, image.id(), i));
                    targets.add(input.window().cut(truth, i));
                }
            }
            return new Row(inputs.images(), targets.images());
        }

        /** Returns the value above which a target's pixel is foreground. */
        private static float least(TrainConfig config) {
            return config.task() == Task.SEGMENTATION ? 0.5f : 0;
        }

        Row only(BitSet chosen) {
            return new Row(inputs.only(chosen), targets.only(chosen));
        }

        /** On slices without foreground an empty mask has a Dice of 1, and black slices without noise are easily made. */
        void requireForeground(TrainConfig config, String purpose) {
            float least = least(config);
            int count = targets.count();
            if (IntStream.range(0, count).noneMatch(i -> targets.exceeds(i, least))) {
                throw new UserError("no foreground in the " + count + " " + purpose + (count == 1 ? " slice" : " slices")
                        + "; use more images, a smaller sliceStep, now " + config.sliceStep()
                        + ", or another validationShare, now " + config.validationShare());
            }
        }

        Samples samples(TrainConfig config) {
            return new Samples(inputs, targets, switch (config.task()) {
                case SEGMENTATION -> Samples.Kind.MASKS;
                case DENOISING -> Samples.Kind.IMAGES;
            });
        }
    }
}
