package gyrus.app.measures;

import gyrus.app.volume.Volume;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** All measures of a test segmentation against the truth, over the whole volume. */
public final class Measures {

    /** A fuzzy voxel is foreground, where a measure needs a mask, if its value exceeds this. */
    private static final float FOREGROUND = 0.5f;

    private Measures() {
    }

    /**
     * Every measure's value; NaN or infinite where {@link Measure#note} says why.
     *
     * <p>Voxels are 0 and 1, or memberships in between. Distances (HDRFDST, AVGDIST, bAVD) and MAHLNBS see the mask of
     * memberships above 0.5; all else is fuzzy.
     *
     * @param unit of distances and of REFVOL and SEGVOL; spacing is the truth's
     */
    public static Map<Measure, Double> of(Volume truth, Volume test, Unit unit) {
        if (truth.nx() != test.nx() || truth.ny() != test.ny() || truth.nz() != test.nz()) {
            throw new IllegalArgumentException(
                    "measures: the truth has " + truth.grid() + " voxels, the test " + test.grid());
        }
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        Overlap overlap = Overlap.of(truth.voxels(), test.voxels());
        addOverlap(overlap, values);
        addPairsAndInformation(overlap, values);
        values.put(Measure.ICCORR, Probabilistic.intraclassCorrelation(truth.voxels(), test.voxels()));
        values.put(Measure.PROBDST, Probabilistic.distance(truth.voxels(), test.voxels()));
        addSpatial(truth, test, unit, values);
        values.put(Measure.REFVOL, overlap.truthSize() * unit.voxelVolume(truth));
        values.put(Measure.SEGVOL, overlap.testSize() * unit.voxelVolume(truth));
        return Collections.unmodifiableMap(values);
    }

    private static void addOverlap(Overlap overlap, Map<Measure, Double> values) {
        values.put(Measure.DICE, overlap.dice());
        values.put(Measure.JACRD, overlap.iou());
        values.put(Measure.AUC, overlap.areaUnderCurve());
        values.put(Measure.KAPPA, overlap.kappa());
        values.put(Measure.VOLSMTY, overlap.volumeSimilarity());
        values.put(Measure.GCOERR, overlap.globalConsistencyError());
        values.put(Measure.SNSVTY, overlap.sensitivity());
        values.put(Measure.SPCFTY, overlap.specificity());
        values.put(Measure.PRCISON, overlap.precision());
        values.put(Measure.FMEASR, overlap.fMeasure(1));
        values.put(Measure.ACURCY, overlap.accuracy());
        values.put(Measure.FALLOUT, overlap.fallout());
        values.put(Measure.TP, overlap.tp());
        values.put(Measure.FP, overlap.fp());
        values.put(Measure.TN, overlap.tn());
        values.put(Measure.FN, overlap.fn());
    }

    private static void addPairsAndInformation(Overlap overlap, Map<Measure, Double> values) {
        PairCounting pairs = PairCounting.of(overlap);
        values.put(Measure.RNDIND, pairs.randIndex());
        values.put(Measure.ADJRIND, pairs.adjustedRandIndex());
        Information information = Information.of(overlap);
        values.put(Measure.MUTINF, information.mutual());
        values.put(Measure.VARINFO, information.variation());
    }

    private static void addSpatial(Volume truth, Volume test, Unit unit, Map<Measure, Double> values) {
        int nx = truth.nx();
        int ny = truth.ny();
        int nz = truth.nz();
        boolean[] expected = foreground(truth);
        boolean[] found = foreground(test);
        ForegroundDistances distances = ForegroundDistances.of(expected, found, nx, ny, nz, unit.spacing(truth));
        values.put(Measure.HDRFDST, distances.hausdorff());
        values.put(Measure.AVGDIST, distances.average());
        values.put(Measure.BAVD, distances.balancedAverage());
        values.put(Measure.MAHLNBS, Mahalanobis.distance(expected, found, nx, ny, nz));
    }

    private static boolean[] foreground(Volume volume) {
        boolean[] mask = new boolean[volume.voxels().length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = volume.voxels()[i] > FOREGROUND;
        }
        return mask;
    }
}
