package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.network.NetworkInput;
import gyrus.app.noise.Noise;
import gyrus.app.slices.PixelGrid;
import gyrus.app.slices.Window;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Slices of heads as the network sees them: {@code size x size} pixels in [0, 1].
 *
 * @param grid the pixels' number and size
 * @param clean the normalised scan, [slice][size * size]
 * @param noisy the same with the experiment's noise
 * @param masks the share of every pixel that is brain
 */
public record Slices(PixelGrid grid, float[][] clean, float[][] noisy, float[][] masks) {

    /**
     * Reads a head and keeps every {@code step}-th slice.
     *
     * @param grid the pixels to see it in; where none are given, {@code shrink} by {@code shrink} of its own
     * @param log is told what makes it doubtful to learn from the head
     */
    public static Slices of(Head head, Config config, Optional<PixelGrid> grid, int step, Consumer<String> log)
            throws IOException {
        Volumes volumes = head.read();
        PixelGrid pixels = grid.orElseGet(
                () -> PixelGrid.of(volumes.image(), config.view(), config.size(), config.shrink()));
        NetworkInput input = NetworkInput.of(volumes.image(), head.id(), pixels, Window.Reach.GRID);
        input.warnings().forEach(warning -> log.accept(head.id() + ": " + warning));
        return of(input, volumes.mask(), head.id(), config, pixels, step);
    }

    /** Cuts a scan and its mask through one window of the grid's size. */
    public static Slices of(NetworkInput input, Volume mask, String id, Config config, PixelGrid grid, int step) {
        float[][] images = input.slices();
        float[][] shares = input.window().cut(mask);
        Noise noise = config.noiseModel();
        int count = Math.ceilDiv(images.length, step);
        float[][] clean = new float[count][];
        float[][] noisy = new float[count][];
        float[][] masks = new float[count][];
        for (int i = 0; i < count; i++) {
            clean[i] = images[i * step];
            noisy[i] = noise.over(clean[i], id, i * step);
            masks[i] = shares[i * step];
        }
        return new Slices(grid, clean, noisy, masks);
    }

    /** The slices of several heads in a row, all in the pixels of the first. */
    static Slices joined(List<Slices> heads) {
        return new Slices(heads.getFirst().grid, joined(heads, Slices::clean), joined(heads, Slices::noisy),
                joined(heads, Slices::masks));
    }

    private static float[][] joined(List<Slices> heads, Function<Slices, float[][]> part) {
        return heads.stream().map(part).flatMap(Arrays::stream).toArray(float[][]::new);
    }

    /** The chosen slices alone. */
    Slices only(BitSet chosen) {
        return new Slices(grid, only(chosen, clean), only(chosen, noisy), only(chosen, masks));
    }

    private static float[][] only(BitSet chosen, float[][] slices) {
        return chosen.stream().mapToObj(i -> slices[i]).toArray(float[][]::new);
    }

    int count() {
        return clean.length;
    }

    /** The bytes of all pixels. */
    long bytes() {
        return 3L * count() * grid.size() * grid.size() * Float.BYTES;
    }

    /** Whether a pixel of a slice is brain by more than half. */
    boolean holdsBrain(int slice) {
        for (float share : masks[slice]) {
            if (share > 0.5f) {
                return true;
            }
        }
        return false;
    }

    /** Whether any slice holds brain. */
    boolean holdsBrain() {
        return IntStream.range(0, count()).anyMatch(this::holdsBrain);
    }
}
