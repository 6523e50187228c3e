package gyrus.app.imaging.measures;

/**
 * The numbers of true and false positives and negatives of a test segmentation, from which all overlap measures follow.
 *
 * <p>Counts are doubles, because a voxel with a membership between 0 and 1 counts in part. The counts of slices add up to those of
 * the volume ({@link #plus}). Measures of the volume follow from these sums; they are not the means of the slices' measures.
 *
 * <p>A ratio of 0 to 0 counts as 1, because no voxel was missed or wrongly marked. So two empty masks have Dice 1. An empty mask
 * and one with foreground have Dice 0.
 *
 * <p>Names and formulas follow Taha and Hanbury, Metrics for evaluating 3D medical image segmentation, BMC Medical Imaging
 * 15:29, 2015.
 *
 * @param tp true positives, in voxels
 * @param fp false positives, in voxels
 * @param fn false negatives, in voxels
 * @param tn true negatives, in voxels
 */
public record Overlap(double tp, double fp, double fn, double tn) {

    /** The counts of an empty set of voxels, with which a sum begins. */
    public static final Overlap NONE = new Overlap(0, 0, 0, 0);

    /**
     * Returns the counts of two masks. A voxel is foreground if its value exceeds the threshold.
     *
     * @throws IllegalArgumentException if the masks differ in length
     */
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
     * Returns the fuzzy counts of memberships x (truth) and y (test) in [0, 1]: TP = sum min(x, y), FP = sum max(y - x, 0),
     * FN = sum max(x - y, 0), TN = sum min(1 - x, 1 - y). They add up to the number of voxels. On masks of zeros and ones they are
     * the counts of the masks.
     *
     * @throws IllegalArgumentException if the arrays differ in length
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

    /** Returns the sum of these counts and those of another part of the image. */
    public Overlap plus(Overlap other) {
        return new Overlap(tp + other.tp, fp + other.fp, fn + other.fn, tn + other.tn);
    }

    /** Returns the number n of all voxels. */
    public double total() {
        return tp + fp + fn + tn;
    }

    /** Returns the size of the truth's foreground in voxels: TP + FN. */
    public double truthSize() {
        return tp + fn;
    }

    /** Returns the size of the test's foreground in voxels: TP + FP. */
    public double testSize() {
        return tp + fp;
    }

    /** Returns the Dice coefficient: 2 TP / (2 TP + FP + FN). */
    public double dice() {
        return ratio(2 * tp, 2 * tp + fp + fn);
    }

    /** Returns the intersection over union, also called Jaccard index: TP / (TP + FP + FN). */
    public double iou() {
        return ratio(tp, tp + fp + fn);
    }

    /** Returns the sensitivity, also called recall or true positive rate: TP / (TP + FN). */
    public double sensitivity() {
        return ratio(tp, tp + fn);
    }

    /** Returns the specificity, also called true negative rate: TN / (TN + FP). */
    public double specificity() {
        return ratio(tn, tn + fp);
    }

    /** Returns the precision: TP / (TP + FP). */
    public double precision() {
        return ratio(tp, tp + fp);
    }

    /** Returns the fallout, also called false positive rate: 1 - specificity. */
    public double fallout() {
        return 1 - specificity();
    }

    /** Returns the share of voxels that are classified correctly, also called pixel accuracy: (TP + TN) / n. */
    public double accuracy() {
        return ratio(tp + tn, total());
    }

    /** Returns (1 + b²) PR / (b² P + R) of precision P and recall R; computed from counts, so that P = R = 0 gives 0. */
    public double fMeasure(double beta) {
        double weight = beta * beta;
        return ratio((1 + weight) * tp, (1 + weight) * tp + weight * fn + fp);
    }

    /** Returns the area under the ROC curve of two segments through the segmentation's point: (TPR - FPR + 1) / 2. */
    public double areaUnderCurve() {
        return (sensitivity() - fallout() + 1) / 2;
    }

    /** Returns Cohen's kappa, the agreement beyond the number fc of voxels that agree by chance: (TP + TN - fc) / (n - fc). */
    public double kappa() {
        double chance = ((tn + fn) * (tn + fp) + (fp + tp) * (fn + tp)) / total();
        return ratio(tp + tn - chance, total() - chance);
    }

    /** Returns the volumetric similarity, which compares sizes and not positions: 1 - |FN - FP| / (2 TP + FP + FN). */
    public double volumeSimilarity() {
        return ratio(2 * tp + fp + fn - Math.abs(fn - fp), 2 * tp + fp + fn);
    }

    /**
     * Returns the global consistency error of Martin et al. (ICCV 2001) in the form of Taha and Hanbury: the mean error of a voxel
     * from truth to test or from test to truth, the smaller one. The error of a voxel is 1 if the other segmentation gives it the
     * other label, else the share of its segment to which the other segmentation gives the other label.
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
