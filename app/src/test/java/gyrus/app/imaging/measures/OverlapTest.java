package gyrus.app.imaging.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class OverlapTest {

    private static final double TOLERANCE = 1e-12;

    @Test
    void countsTheFourWaysAVoxelCanFall() {
        float[] truth = {1, 1, 1, 0, 0, 0, 0, 0, 1, 0};
        float[] test = {1, 1, 0, 1, 0, 0, 0, 0, 1, 0};
        Overlap overlap = Overlap.of(truth, test, 0.5);
        assertEquals(new Overlap(3, 1, 1, 5), overlap);
        assertEquals(overlap, Overlap.of(truth, test), "on a mask the fuzzy counts are the plain ones");
        assertEquals(0.75, overlap.dice(), TOLERANCE);
        assertEquals(0.6, overlap.iou(), TOLERANCE);
        assertEquals(0.8, overlap.accuracy(), TOLERANCE);
        assertEquals(0.75, overlap.sensitivity(), TOLERANCE);
        assertEquals(5 / 6.0, overlap.specificity(), TOLERANCE);
        assertEquals(1 / 6.0, overlap.fallout(), TOLERANCE);
    }

    @Test
    void aVoxelAtTheThresholdIsBackground() {
        float[] values = {0.5f, Math.nextUp(0.5f)};
        assertEquals(new Overlap(1, 0, 0, 1), Overlap.of(values, values, 0.5));
    }

    @Test
    void fuzzyVoxelsCountInPartAndAddUpToAllVoxels() {
        Overlap overlap = Overlap.of(new float[] {0.75f, 0.25f, 1}, new float[] {0.5f, 0.5f, 0});
        assertEquals(new Overlap(0.75, 0.25, 1.25, 0.75), overlap);
        assertEquals(3, overlap.total(), TOLERANCE);
        assertEquals(2, overlap.truthSize(), TOLERANCE);
        assertEquals(1, overlap.testSize(), TOLERANCE);
    }

    @Test
    void pooledCountsOfTheSlicesAreThoseOfTheVolume() {
        float[] truth = RandomMasks.fuzzy(1, 60);
        float[] test = RandomMasks.fuzzy(2, 60);
        Overlap pooled = Overlap.NONE;
        for (int slice = 0; slice < 6; slice++) {
            float[] truthSlice = Arrays.copyOfRange(truth, slice * 10, slice * 10 + 10);
            float[] testSlice = Arrays.copyOfRange(test, slice * 10, slice * 10 + 10);
            pooled = pooled.plus(Overlap.of(truthSlice, testSlice, 0.5));
        }
        assertEquals(Overlap.of(truth, test, 0.5), pooled);
    }

    @Test
    void fMeasureWeighsRecallByBetaSquared() {
        Overlap overlap = new Overlap(6, 2, 6, 10);
        double precision = 0.75;
        double recall = 0.5;
        assertEquals(5 * precision * recall / (4 * precision + recall), overlap.fMeasure(2), TOLERANCE);
        assertEquals(overlap.dice(), overlap.fMeasure(1), TOLERANCE);
    }

    @Test
    void precisionIsTheShareOfTheFoundThatIsThere() {
        assertEquals(0.75, new Overlap(6, 2, 4, 8).precision(), TOLERANCE);
    }

    /** Sizes of 10 and 8 voxels differ by 2 of 18, wherever they lie. */
    @Test
    void volumeSimilarityComparesSizesAlone() {
        for (Overlap overlap : new Overlap[] {new Overlap(6, 2, 4, 8), new Overlap(0, 8, 10, 2), new Overlap(6, 4, 2, 8)}) {
            assertEquals(1 - 2 / 18.0, overlap.volumeSimilarity(), TOLERANCE);
        }
    }

    /** The trapezoids under the line from (0, 0) through (false, true positive rate) to (1, 1). */
    @Test
    void areaUnderTheCurveIsThatOfTheLineThroughTheOnePoint() {
        Overlap overlap = new Overlap(6, 2, 4, 8);
        double x = 0.2;
        double y = 0.6;
        assertEquals(x * y / 2 + (1 - x) * (y + 1) / 2, overlap.areaUnderCurve(), TOLERANCE);
    }

    @Test
    void iouFollowsFromDice() {
        Overlap overlap = new Overlap(7, 3, 4, 90);
        assertEquals(overlap.dice() / (2 - overlap.dice()), overlap.iou(), TOLERANCE);
    }

    @Test
    void twoEmptyMasksAgreeInEverything() {
        Overlap empty = new Overlap(0, 0, 0, 100);
        assertEquals(1, empty.dice());
        assertEquals(1, empty.iou());
        assertEquals(1, empty.sensitivity());
        assertEquals(1, empty.precision());
        assertEquals(1, empty.fMeasure(1));
        assertEquals(1, empty.kappa());
        assertEquals(1, empty.volumeSimilarity());
        assertEquals(1, empty.areaUnderCurve());
        assertEquals(0, empty.globalConsistencyError());
    }

    @Test
    void anEmptyMaskBesideAForegroundSharesNothingWithIt() {
        for (Overlap overlap : new Overlap[] {new Overlap(0, 0, 10, 90), new Overlap(0, 10, 0, 90)}) {
            assertEquals(0, overlap.dice());
            assertEquals(0, overlap.iou());
            assertEquals(0, overlap.fMeasure(1));
            assertEquals(0, overlap.kappa(), TOLERANCE);
            assertEquals(0, overlap.volumeSimilarity());
            assertEquals(0.9, overlap.accuracy(), TOLERANCE);
        }
    }

    @Test
    void differentLengthsAreRefusedNamingBoth() {
        float[] truth = new float[3];
        float[] test = new float[4];
        for (Executable use : List.<Executable>of(() -> Overlap.of(truth, test, 0.5), () -> Overlap.of(truth, test))) {
            var failure = assertThrows(IllegalArgumentException.class, use);
            assertTrue(failure.getMessage().contains("3") && failure.getMessage().contains("4"), failure.getMessage());
        }
    }
}
