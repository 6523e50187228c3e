package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.EveryNth;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.model.training.Images;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Slices of heads as the network sees them: {@code size x size} pixels in [0, 1].
 *
 * @param grid the pixels' number and size
 * @param clean the normalised scan
 * @param noisy the same with the experiment's noise
 * @param masks the share of every pixel that is brain
 */
public record Slices(PixelGrid grid, Images clean, Images noisy, Images masks) {

    private static final float MOSTLY = 0.5f; // the share of a pixel above which it is brain

    /**
     * Reads a head and keeps every {@code step}-th slice, as {@link EveryNth} chooses them.
     *
     * @param grid the pixels to see it in; where none are given, {@code shrink} by {@code shrink} of its own
     * @param arena holds the slices
     * @param log is told what makes it doubtful to learn from the head
     */
    public static Slices of(Head head, Config config, Optional<PixelGrid> grid, int step, Arena arena, Consumer<String> log)
            throws IOException {
        Volumes volumes = head.read();
        PixelGrid pixels = grid.orElseGet(
                () -> PixelGrid.of(volumes.image(), config.view(), config.size(), config.shrink()));
        Foreground.doubt(volumes.mask()).ifPresent(doubt -> log.accept(head.id() + ": " + doubt));
        return of(volumes.input(head.id(), pixels, log), volumes.mask(), head.id(), config, pixels, step, arena);
    }

    /** Cuts a scan and its mask through one window of the grid's size. */
    static Slices of(NetworkInput input, Volume mask, String id, Config config, PixelGrid grid, int step, Arena arena) {
        Noise noise = config.noiseModel();
        Images.Store clean = new Images.Store(arena, grid.size(), grid.size());
        Images.Store noisy = new Images.Store(arena, grid.size(), grid.size());
        Images.Store masks = new Images.Store(arena, grid.size(), grid.size());
        for (int i : EveryNth.of(input.window().count(), step, i -> Images.exceeds(input.window().cut(mask, i), MOSTLY))) {
            float[] slice = input.window().cut(input.normalised(), i);
            clean.add(slice);
            noisy.add(noise.over(slice, id, i));
            masks.add(input.window().cut(mask, i));
        }
        return new Slices(grid, clean.images(), noisy.images(), masks.images());
    }

    /** The slices of several heads in a row, all in the pixels of the first. */
    static Slices joined(List<Slices> heads) {
        return heads.stream().reduce((a, b) -> new Slices(a.grid, a.clean.and(b.clean), a.noisy.and(b.noisy), a.masks.and(b.masks)))
                .orElseThrow();
    }

    /** The chosen slices alone. */
    Slices only(BitSet chosen) {
        return new Slices(grid, clean.only(chosen), noisy.only(chosen), masks.only(chosen));
    }

    int count() {
        return clean.count();
    }

    /** Returns the bytes of all pixels. */
    public long bytes() {
        return 3L * count() * grid.size() * grid.size() * Float.BYTES;
    }

    /** Returns whether a pixel of a slice is brain by more than half. */
    boolean holdsBrain(int slice) {
        return masks.exceeds(slice, MOSTLY);
    }

    /** Returns whether any slice holds brain. */
    boolean holdsBrain() {
        return IntStream.range(0, count()).anyMatch(this::holdsBrain);
    }
}
