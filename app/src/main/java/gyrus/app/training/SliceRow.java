package gyrus.app.training;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.EveryNth;
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

/** Slices on the network's pixels and their targets, in equal order. A target is a mask or the slice without noise. */
record SliceRow(Images inputs, Images targets) {

    /**
     * Cuts one image into slices.
     *
     * @param arena holds the slices
     * @param log gets a line for each doubt about the image, such as a mask that is nearly all foreground
     */
    static SliceRow of(TrainConfig config, TrainingImage image, Arena arena, Consumer<String> log) throws IOException {
        PixelGrid grid = config.use().grid();
        Noise noise = config.noiseModel();
        Images.Store inputs = new Images.Store(arena, grid.size(), grid.size());
        Images.Store targets = new Images.Store(arena, grid.size(), grid.size());
        Volume volume = image.read();
        NetworkInput input = NetworkInput.of(volume, image.image().toString(), grid, Window.Reach.GRID);
        input.warnings().forEach(warning -> log.accept(image.image() + ": " + warning));
        boolean segmentation = config.task() == Task.SEGMENTATION;
        Volume truth = segmentation ? image.readMask(volume, Foreground.parse(config.foreground())) : input.normalised();
        if (segmentation) {
            Foreground.doubt(truth).ifPresent(doubt -> log.accept(image.mask().orElseThrow() + ": " + doubt));
        }
        for (int i : EveryNth.of(input.window().count(), config.sliceStep(),
                i -> Images.exceeds(input.window().cut(truth, i), least(config)))) {
            float[] slice = input.window().cut(input.normalised(), i);
            inputs.add(segmentation ? slice : noise.over(slice, image.id(), i));
            targets.add(input.window().cut(truth, i));
        }
        return new SliceRow(inputs.images(), targets.images());
    }

    /** Returns the slices of several rows, one row after the other. */
    static SliceRow joined(List<SliceRow> rows) {
        return rows.stream().reduce((a, b) -> new SliceRow(a.inputs.and(b.inputs), a.targets.and(b.targets))).orElseThrow();
    }

    /** Returns the value above which a target's pixel is foreground. */
    static float least(TrainConfig config) {
        return config.task() == Task.SEGMENTATION ? 0.5f : 0;
    }

    int count() {
        return targets.count();
    }

    SliceRow only(BitSet chosen) {
        return new SliceRow(inputs.only(chosen), targets.only(chosen));
    }

    /** Refuses slices without foreground: an empty mask has a Dice of 1 on them, and a denoiser could return black images. */
    void requireForeground(TrainConfig config, String purpose) {
        float least = least(config);
        int count = count();
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
