package gyrus.app.network;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.volume.Normalisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a network was trained for, kept in the metadata of its weights: without it they cannot be used on a scan.
 *
 * @param grid the pixels it learned to look at
 */
public record TrainedFor(Task task, PixelGrid grid) {

    /** Pixels of the longest side that slices can have. */
    public static final int LARGEST_SIZE = 8192;

    private static final int LARGEST_PIXEL = 1000; // millimetres

    private static final String TASK = "task";
    private static final String VIEW = "view";
    private static final String SIZE = "size";
    private static final String ACROSS = "pixel_across_mm";
    private static final String UP = "pixel_up_mm";
    private static final String NORMALISATION = "normalisation";

    /** Returns the metadata to put into the weights' file. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(TASK, name(task));
        metadata.put(VIEW, name(grid.view()));
        metadata.put(SIZE, Integer.toString(grid.size()));
        metadata.put(ACROSS, Double.toString(grid.across()));
        metadata.put(UP, Double.toString(grid.up()));
        metadata.put(NORMALISATION, Normalisation.NAME);
        return metadata;
    }

    /**
     * Reads it back.
     *
     * @param file names the weights in the error
     */
    public static TrainedFor of(Path file, Map<String, String> metadata) {
        List<String> missing = new ArrayList<>(List.of(TASK, VIEW, SIZE, ACROSS, UP, NORMALISATION));
        missing.removeAll(metadata.keySet());
        if (!missing.isEmpty()) {
            throw new UserError(file + ": does not say what it was trained for, its metadata has no " + String.join(", ", missing)
                    + "; use weights that 'gyrus train' or 'gyrus experiment' of this version wrote");
        }
        if (!metadata.get(NORMALISATION).equals(Normalisation.NAME)) {
            throw new UserError(file + ": was trained on intensities normalised to " + metadata.get(NORMALISATION)
                    + ", this version normalises to " + Normalisation.NAME + "; use the version that trained it, or train again");
        }
        Task task = choice(file, metadata, TASK, Task.values());
        View view = choice(file, metadata, VIEW, View.values());
        int size = size(file, metadata.get(SIZE));
        double across = millimetres(file, metadata, ACROSS);
        return new TrainedFor(task, new PixelGrid(view, size, across, millimetres(file, metadata, UP)));
    }

    private static <E extends Enum<E>> E choice(Path file, Map<String, String> metadata, String key, E[] choices) {
        for (E choice : choices) {
            if (name(choice).equals(metadata.get(key))) {
                return choice;
            }
        }
        throw wrong(file, key, metadata.get(key),
                "one of " + Arrays.stream(choices).map(TrainedFor::name).collect(Collectors.joining(", ")));
    }

    private static int size(Path file, String value) {
        if (value.matches("[0-9]{1,5}") && isSize(Integer.parseInt(value))) {
            return Integer.parseInt(value);
        }
        throw wrong(file, SIZE, value, "a multiple of 16 from 16 to " + LARGEST_SIZE);
    }

    /** Returns whether a network can take slices of that many pixels a side. */
    public static boolean isSize(int pixels) {
        return pixels >= 16 && pixels <= LARGEST_SIZE && pixels % 16 == 0;
    }

    private static double millimetres(Path file, Map<String, String> metadata, String key) {
        try {
            double value = Double.parseDouble(metadata.get(key));
            if (value > 0 && value < LARGEST_PIXEL) {
                return value;
            }
        } catch (NumberFormatException word) {
            // refused below
        }
        throw wrong(file, key, metadata.get(key), "a number above 0 and below " + LARGEST_PIXEL);
    }

    private static UserError wrong(Path file, String key, String value, String allowed) {
        return new UserError(file + ": cannot be used, its metadata says " + key + " = " + value + "; it must be " + allowed);
    }

    /** Returns the differences from another, such as {@code size 64 instead of 128}; empty if there are none. */
    public List<String> differences(TrainedFor wanted) {
        Map<String, String> mine = metadata();
        List<String> differences = new ArrayList<>();
        wanted.metadata().forEach((key, value) -> {
            if (!value.equals(mine.get(key))) {
                differences.add(key + " " + mine.get(key) + " instead of " + value);
            }
        });
        return differences;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
