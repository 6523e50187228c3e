package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.slices.EveryNth;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.model.training.Images;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Slices of subjects as the network sees them: {@code size x size} pixels in [0, 1].
 *
 * @param grid the pixels' number and size
 * @param origins where each slice was cut
 * @param clean the normalised scan
 * @param masks the share of every pixel that is brain
 */
public record Slices(PixelGrid grid, List<Origin> origins, Images clean, Images masks) {

    /**
     * The place of a slice.
     *
     * @param scan the scan's id
     * @param slice the slice's index in the scan
     */
    public record Origin(String scan, int slice) {}

    private static final float MOSTLY = 0.5f; // the share of a pixel above which it is brain

    /**
     * Reads a subject and keeps every {@code step}-th slice, as {@link EveryNth} chooses them.
     *
     * @param grid the pixels to see it in; where none are given, {@code shrink} by {@code shrink} of its own
     * @param arena holds the slices
     * @param log is told what makes it doubtful to learn from the subject
     */
    public static Slices of(Subject subject, Config config, Optional<PixelGrid> grid, int step, Arena arena, Consumer<String> log)
            throws IOException {
        Volumes volumes = subject.read();
        PixelGrid pixels = grid.orElseGet(
                () -> PixelGrid.of(volumes.image(), config.view(), config.size(), config.shrink()));
        Foreground.doubt(volumes.mask()).ifPresent(doubt -> log.accept(subject.id() + ": " + doubt));
        return of(volumes.input(subject.id(), pixels, log), volumes.mask(), subject.id(), pixels, step, arena);
    }

    /** Reads the image of a subject, and keeps every {@code step}-th slice, whatever masks there are. */
    public static ImageSlices images(Subject subject, PixelGrid grid, int step, Arena arena, Consumer<String> log)
            throws IOException {
        NetworkInput input = NetworkInput.of(subject.readImage(), subject.id(), grid, Window.Reach.GRID);
        input.warnings().forEach(warning -> log.accept(subject.id() + ": " + warning));
        List<Origin> origins = new ArrayList<>();
        Images.Store clean = new Images.Store(arena, grid.size(), grid.size());
        for (int i : EveryNth.of(input.window().count(), step, i -> Images.exceeds(input.window().cut(input.normalised(), i), 0))) {
            origins.add(new Origin(subject.id(), i));
            clean.add(input.window().cut(input.normalised(), i));
        }
        return new ImageSlices(List.copyOf(origins), clean.images());
    }

    /** Cuts a scan and its mask through one window of the grid's size. */
    static Slices of(NetworkInput input, Volume mask, String id, PixelGrid grid, int step, Arena arena) {
        List<Origin> origins = new ArrayList<>();
        Images.Store clean = new Images.Store(arena, grid.size(), grid.size());
        Images.Store masks = new Images.Store(arena, grid.size(), grid.size());
        for (int i : EveryNth.of(input.window().count(), step, i -> Images.exceeds(input.window().cut(mask, i), MOSTLY))) {
            origins.add(new Origin(id, i));
            clean.add(input.window().cut(input.normalised(), i));
            masks.add(input.window().cut(mask, i));
        }
        return new Slices(grid, List.copyOf(origins), clean.images(), masks.images());
    }

    /** Returns the slices of several subjects in a row, all in the pixels of the first. */
    static Slices joined(List<Slices> subjects) {
        return subjects.stream().reduce((a, b) -> new Slices(a.grid,
                Stream.concat(a.origins.stream(), b.origins.stream()).toList(), a.clean.and(b.clean), a.masks.and(b.masks)))
                .orElseThrow();
    }

    /** Returns the chosen slices alone. */
    Slices only(BitSet chosen) {
        return new Slices(grid, chosen.stream().mapToObj(origins::get).toList(), clean.only(chosen), masks.only(chosen));
    }

    int count() {
        return clean.count();
    }

    /** Returns the slices without their masks. */
    public ImageSlices images() {
        return new ImageSlices(origins, clean);
    }

    /** Returns the bytes of all pixels. */
    public long bytes() {
        return 2L * count() * grid.size() * grid.size() * Float.BYTES;
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
