package gyrus.app.study;

import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.imaging.volume.Volume;
import java.util.EnumMap;
import java.util.Map;

/** The measures of {@code gyrus evaluate} that a study can compare, taken over the whole volume of a test scan. */
public enum TestMeasure {
    ACURCY("accuracy", "Accuracy", ""),
    DICE("Dice", "Dice", ""),
    VOLSMTY("volumetric similarity", "Volumetric similarity", ""),
    HD95("HD95", "Surfaces: HD95, mm", " mm"),
    ASSD("average surface distance", "Surfaces: average distance, mm", " mm"),
    NSD1("surface Dice at 1 mm", "Surfaces: Dice at 1 mm", ""),
    NSD2("surface Dice at 2 mm", "Surfaces: Dice at 2 mm", "");

    private final String words;
    private final String title;
    private final String unit;

    TestMeasure(String words, String title, String unit) {
        this.words = words;
        this.title = title;
        this.unit = unit;
    }

    /** Measures a predicted mask against the truth; a measure without a value is left out. */
    static Map<TestMeasure, Double> of(Volume truth, Volume found) {
        Overlap overlap = Overlap.of(truth.voxels(), found.voxels(), 0.5);
        SurfaceDistances surfaces = SurfaceDistances.of(truth, found);
        Map<TestMeasure, Double> values = new EnumMap<>(TestMeasure.class);
        values.put(ACURCY, overlap.accuracy());
        values.put(DICE, overlap.dice());
        values.put(VOLSMTY, overlap.volumeSimilarity());
        values.put(HD95, surfaces.percentile95());
        values.put(ASSD, surfaces.average());
        values.put(NSD1, surfaces.within1());
        values.put(NSD2, surfaces.within2());
        values.values().removeIf(value -> value.isNaN());
        return values;
    }

    /** Returns the name within a sentence. */
    String words() {
        return words;
    }

    /** Returns the name in a table, with its unit; measures of surfaces are named as such. */
    String title() {
        return title;
    }

    /** Returns the unit behind a number, with a space before it; empty for a share. */
    String unit() {
        return unit;
    }

    /** Returns whether it is a distance in mm, of which less is better; all others are shares from 0 to 1. */
    boolean isDistance() {
        return !unit.isEmpty();
    }

    /** Returns the number of decimals that its values are written with. */
    int decimals() {
        return isDistance() ? 3 : 5;
    }
}
