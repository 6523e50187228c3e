package gyrus.app.imaging.measures;

/**
 * Agreement counted over all pairs of voxels: do both segmentations put the two voxels of a pair into the same segment?
 *
 * <p>Hubert and Arabie, Comparing partitions, Journal of Classification 2, 1985. Two segmentations of one segment each
 * (both empty, or both full) agree: both indices are 1.
 *
 * @param together pairs that share a segment in both, a
 * @param truthOnly pairs that share a segment in the truth alone, b
 * @param testOnly pairs that share a segment in the test alone, c
 * @param apart pairs that share a segment in neither, d
 */
record PairCounting(double together, double truthOnly, double testOnly, double apart) {

    static PairCounting of(Overlap overlap) {
        double tp = overlap.tp();
        double fp = overlap.fp();
        double fn = overlap.fn();
        double tn = overlap.tn();
        double together = (tp * (tp - 1) + fp * (fp - 1) + fn * (fn - 1) + tn * (tn - 1)) / 2;
        return new PairCounting(together, tn * fp + fn * tp, tn * fn + fp * tp, tn * tp + fn * fp);
    }

    /** Returns the Rand index: (a + d) / (a + b + c + d). */
    double randIndex() {
        return Overlap.ratio(together + apart, pairs());
    }

    /** Returns the Rand index corrected for chance: (a - e) / ((2a + b + c) / 2 - e), with e = (a + b)(a + c) / (a + b + c + d). */
    double adjustedRandIndex() {
        double expected = Overlap.ratio((together + truthOnly) * (together + testOnly), pairs());
        return Overlap.ratio(together - expected, (2 * together + truthOnly + testOnly) / 2 - expected);
    }

    private double pairs() {
        return together + truthOnly + testOnly + apart;
    }
}
