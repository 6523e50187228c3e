package gyrus.app.imaging.measures;

/**
 * How the foreground of a test segmentation falls on that of the truth: the four counts every overlap measure is made of.
 *
 * <p>Counts are doubles, since a fuzzy voxel counts in part. They add up, so the measures of a whole volume come from the
 * sum of its slices' counts ({@link #plus}), which is not the mean of the slices' measures.
 *
 * <p>A ratio of 0 to 0 is 1: where there was nothing to find, or nothing was marked, nothing was got wrong. So two empty
 * masks have Dice 1, and an empty mask beside one with foreground has Dice 0.
 *
 * <p>Names and formulas as in Taha and Hanbury, Metrics for evaluating 3D medical image segmentation, BMC Medical Imaging
 * 15:29, 2015.
 *
 * @param tp true positives, in voxels
 * @param fp false positives
 * @param fn false negatives
 * @param tn true negatives
 */
public record Overlap(double tp, double fp, double fn, double tn) {

    /** The counts of no voxel at all: where a sum begins. */
    public static final Overlap NONE = new Overlap(0, 0, 0, 0);

    /** Counts of two masks; a voxel is foreground where its value exceeds the threshold. */
    public static Overlap of(float[] truth, float[] test, double threshold) {
        requireSameLength(truth, test);
        long tp = 0;
        long fp = 0;
        long fn = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean expected = truth[i] > threshold;
            boolean found = test[i] > threshold;
            tp += expected && found ? 1 : 0;
            fp += !expected && found ? 1 : 0;
            fn += expected && !found ? 1 : 0;
        }
        return new Overlap(tp, fp, fn, truth.length - tp - fp - fn);
    }

    /**
     * Fuzzy counts of memberships x (truth) and y (test) in [0, 1]: TP = sum min(x, y), FP = sum max(y - x, 0),
     * FN = sum max(x - y, 0), TN = sum min(1 - x, 1 - y). They add up to the number of voxels, and on masks of zeros and
     * ones they are the plain counts.
     */
    public static Overlap of(float[] truth, float[] test) {
        requireSameLength(truth, test);
        double tp = 0;
        double fp = 0;
        double fn = 0;
        double tn = 0;
        for (int i = 0; i < truth.length; i++) {
            double x = truth[i];
            double y = test[i];
            tp += Math.min(x, y);
            fp += Math.max(y - x, 0);
            fn += Math.max(x - y, 0);
            tn += 1 - Math.max(x, y);
        }
        return new Overlap(tp, fp, fn, tn);
    }

    /** Returns the counts of this and of another part of one image together. */
    public Overlap plus(Overlap other) {
        return new Overlap(tp + other.tp, fp + other.fp, fn + other.fn, tn + other.tn);
    }

    /** All voxels, n. */
    public double total() {
        return tp + fp + fn + tn;
    }

    /** The foreground of the truth. */
    public double truthSize() {
        return tp + fn;
    }

    /** The foreground of the test. */
    public double testSize() {
        return tp + fp;
    }

    /** 2TP / (2TP + FP + FN). */
    public double dice() {
        return ratio(2 * tp, 2 * tp + fp + fn);
    }

    /** Intersection over union, the Jaccard index: TP / (TP + FP + FN). */
    public double iou() {
        return ratio(tp, tp + fp + fn);
    }

    /** Recall, the true positive rate: TP / (TP + FN). */
    public double sensitivity() {
        return ratio(tp, tp + fn);
    }

    /** The true negative rate: TN / (TN + FP). */
    public double specificity() {
        return ratio(tn, tn + fp);
    }

    /** TP / (TP + FP). */
    public double precision() {
        return ratio(tp, tp + fp);
    }

    /** The false positive rate: 1 - specificity. */
    public double fallout() {
        return 1 - specificity();
    }

    /** Pixel accuracy: (TP + TN) / n. */
    public double accuracy() {
        return ratio(tp + tn, total());
    }

    /** (1 + b²) PR / (b² P + R) of precision P and recall R, written in counts so that it also holds where P = R = 0. */
    public double fMeasure(double beta) {
        double weight = beta * beta;
        return ratio((1 + weight) * tp, (1 + weight) * tp + weight * fn + fp);
    }

    /** Area under the two-segment ROC curve through the one point a segmentation has: (TPR - FPR + 1) / 2. */
    public double areaUnderCurve() {
        return (sensitivity() - fallout() + 1) / 2;
    }

    /** Cohen's kappa: the agreement beyond the agreement by chance fc, (TP + TN - fc) / (n - fc). */
    public double kappa() {
        double chance = ((tn + fn) * (tn + fp) + (fp + tp) * (fn + tp)) / total();
        return ratio(tp + tn - chance, total() - chance);
    }

    /** 1 - |FN - FP| / (2TP + FP + FN): how well the sizes agree, wherever the foregrounds lie. */
    public double volumeSimilarity() {
        return ratio(2 * tp + fp + fn - Math.abs(fn - fp), 2 * tp + fp + fn);
    }

    /**
     * Global consistency error, after Martin et al. (ICCV 2001) in Taha and Hanbury's form: the mean error of a voxel, in the
     * direction (truth to test, or back) that costs less. The error is 1 for a voxel that the other segmentation
     * labels otherwise, and else the share of its segment that the other labels otherwise.
     */
    public double globalConsistencyError() {
        double truthToTest = segmentError(fn, tp) + segmentError(fp, tn);
        double testToTruth = segmentError(fp, tp) + segmentError(fn, tn);
        return Math.min(truthToTest, testToTruth) / total();
    }

    private static double segmentError(double otherwise, double alike) {
        return otherwise == 0 ? 0 : otherwise * (otherwise + 2 * alike) / (alike + otherwise);
    }

    static double ratio(double part, double whole) {
        return part == 0 && whole == 0 ? 1 : part / whole;
    }

    private static void requireSameLength(float[] truth, float[] test) {
        if (truth.length != test.length) {
            throw new IllegalArgumentException(
                    "overlap: the truth has " + truth.length + " voxels, the test " + test.length);
        }
    }
}
