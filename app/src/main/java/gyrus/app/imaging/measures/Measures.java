package gyrus.app.imaging.measures;

import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.VoxelReader;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * All measures of a test segmentation against the truth, over the whole volume.
 *
 * <p>Both are read block by block. In memory are a mask of each, one bit per voxel, and sums over the memberships f (truth) and g
 * (test) in [0, 1].
 */
public final class Measures {

    private static final int BLOCK_VOXELS = 1 << 13;

    private final Geometry geometry;
    private final BitMask truth;
    private final BitMask test;
    private long voxels;
    private double tp;
    private double fp;
    private double fn;
    private double tn;
    private double product;      // of f and g
    private double origin;       // f + g of the first voxel: sums from there are exact where nothing varies
    private double sum;          // of f + g, less the origin
    private double squares;      // of f + g less the origin, squared
    private double differences;  // of f - g, squared

    private Measures(Geometry geometry) {
        this.geometry = geometry;
        truth = new BitMask(geometry.nx(), geometry.ny(), geometry.nz());
        test = new BitMask(geometry.nx(), geometry.ny(), geometry.nz());
    }

    /**
     * Returns every measure's value; NaN or infinite where {@link Measure#note} says why.
     *
     * <p>Voxels are 0 and 1, or memberships in between. Distances (HDRFDST, AVGDIST, bAVD) and MAHLNBS compare the
     * masks of memberships above 0.5; all other measures use the memberships.
     *
     * @param unit of distances between all voxels and of REFVOL and SEGVOL; surfaces are measured in mm; the truth's grid places
     *     the voxels
     */
    public static Map<Measure, Double> of(VoxelReader truth, VoxelReader test, Unit unit) throws IOException {
        Geometry geometry = truth.geometry();
        if (!geometry.size().equals(test.geometry().size())) {
            throw new IllegalArgumentException(
                    "measures: the truth has " + geometry.size() + " voxels, the test " + test.geometry().size());
        }
        Measures measures = new Measures(geometry);
        measures.read(truth, test);
        return measures.values(unit);
    }

    private void read(VoxelReader truthVoxels, VoxelReader testVoxels) throws IOException {
        double[] f = new double[BLOCK_VOXELS];
        double[] g = new double[BLOCK_VOXELS];
        int fCount = truthVoxels.next(f);
        int gCount = testVoxels.next(g);
        int fNext = 0;
        int gNext = 0;
        while (fCount > 0 && gCount > 0) {
            int count = Math.min(fCount - fNext, gCount - gNext);
            for (int i = 0; i < count; i++) {
                add(f[fNext + i], g[gNext + i]);
            }
            fNext += count;
            gNext += count;
            if (fNext == fCount) {
                fCount = truthVoxels.next(f);
                fNext = 0;
            }
            if (gNext == gCount) {
                gCount = testVoxels.next(g);
                gNext = 0;
            }
        }
    }

    private void add(double f, double g) {
        if (f > BitMask.THRESHOLD) {
            truth.add(voxels);
        }
        if (g > BitMask.THRESHOLD) {
            test.add(voxels);
        }
        tp += Math.min(f, g);
        fp += Math.max(g - f, 0);
        fn += Math.max(f - g, 0);
        tn += 1 - Math.max(f, g);
        product += f * g;
        origin = voxels == 0 ? f + g : origin;
        double both = f + g - origin;
        sum += both;
        squares += both * both;
        differences += (f - g) * (f - g);
        voxels++;
    }

    private Map<Measure, Double> values(Unit unit) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        Overlap overlap = new Overlap(tp, fp, fn, tn);
        addOverlap(overlap, values);
        addPairsAndInformation(overlap, values);
        values.put(Measure.ICCORR, intraclassCorrelation());
        values.put(Measure.PROBDST, probabilisticDistance());
        ForegroundDistances distances = ForegroundDistances.of(truth, test, unit.axes(geometry));
        values.put(Measure.HDRFDST, distances.hausdorff());
        values.put(Measure.AVGDIST, distances.average());
        values.put(Measure.BAVD, distances.balancedAverage());
        addSurfaces(values);
        values.put(Measure.MAHLNBS, Mahalanobis.distance(truth, test));
        values.put(Measure.REFVOL, overlap.truthSize() * unit.voxelVolume(geometry));
        values.put(Measure.SEGVOL, overlap.testSize() * unit.voxelVolume(geometry));
        return Collections.unmodifiableMap(values);
    }

    private void addSurfaces(Map<Measure, Double> values) {
        SurfaceDistances surfaces = SurfaceDistances.of(truth, test, geometry);
        values.put(Measure.HD95, surfaces.percentile95());
        values.put(Measure.ASSD, surfaces.average());
        values.put(Measure.NSD1, surfaces.within1());
        values.put(Measure.NSD2, surfaces.within2());
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

    /**
     * Returns the intraclass correlation of two raters, one-way model (Shrout and Fleiss, Psychological Bulletin 86, 1979,
     * ICC(1,1)): (MSb - MSw) / (MSb + MSw), from the mean squares between and within voxels.
     *
     * <p>With m = (f + g) / 2 and its grand mean mu, MSw = sum [(f - m)² + (g - m)²] / n = sum (f - g)² / 2n and
     * MSb = 2 sum (m - mu)² / (n - 1) = [sum (f + g)² - (sum (f + g))² / n] / (2n - 2). Two empty masks agree: 1. A single
     * voxel has no variance between voxels: NaN.
     */
    private double intraclassCorrelation() {
        double within = differences / 2 / voxels;
        double between = (squares - sum * sum / voxels) / 2 / (voxels - 1);
        return Overlap.ratio(between - within, between + within);
    }

    /**
     * Returns the probabilistic distance (Gerig et al., Valmet, MICCAI 2001): sum |f - g| / (2 sum fg). It is 0 for two empty
     * masks, and infinite for masks that share no foreground.
     */
    private double probabilisticDistance() {
        double difference = fp + fn;
        return difference == 0 ? 0 : difference / (2 * product);
    }
}
