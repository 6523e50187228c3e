package gyrus.app.network;

import gyrus.app.UserError;
import gyrus.app.slices.PixelGrid;
import gyrus.app.slices.View;
import gyrus.app.volume.Normalisation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a network was trained for, kept in the metadata of its weights: without it they cannot be used on a scan.
 *
 * @param grid the pixels it learned to look at
 */
public record TrainedFor(Task task, PixelGrid grid) {

    private static final String TASK = "task";
    private static final String VIEW = "view";
    private static final String SIZE = "size";
    private static final String ACROSS = "pixel_across_mm";
    private static final String UP = "pixel_up_mm";
    private static final String NORMALISATION = "normalisation";

    /** The metadata to put into the weights' file. */
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
        try {
            return new TrainedFor(
                    Task.valueOf(metadata.get(TASK).toUpperCase(Locale.ROOT)),
                    new PixelGrid(View.valueOf(metadata.get(VIEW).toUpperCase(Locale.ROOT)), Integer.parseInt(metadata.get(SIZE)),
                            Double.parseDouble(metadata.get(ACROSS)), Double.parseDouble(metadata.get(UP))));
        } catch (IllegalArgumentException unknown) {
            throw new UserError(file + ": its metadata is not of this version: " + unknown.getMessage());
        }
    }

    /** What distinguishes this from another, as {@code size 64 instead of 128}; empty when nothing does. */
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
