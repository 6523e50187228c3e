package gyrus.app.imaging.measures;

/**
 * Entropies, in bits, of the label of a voxel drawn at random. With 0 log 0 = 0, a mask that is empty (or full) has entropy
 * 0, so its mutual information with any other is 0.
 *
 * @param truth entropy of the truth's label, H1
 * @param test entropy of the test's label, H2
 * @param joint entropy of both labels together, H12
 */
record Information(double truth, double test, double joint) {

    static Information of(Overlap overlap) {
        double n = overlap.total();
        double truth = bits(overlap.truthSize() / n) + bits((overlap.tn() + overlap.fp()) / n);
        double test = bits(overlap.testSize() / n) + bits((overlap.tn() + overlap.fn()) / n);
        double joint = bits(overlap.tp() / n) + bits(overlap.fp() / n) + bits(overlap.fn() / n) + bits(overlap.tn() / n);
        return new Information(truth, test, joint);
    }

    /** Returns the mutual information of both labels in bits: H1 + H2 - H12, and 0 where rounding would make that negative. */
    double mutual() {
        return Math.max(0, truth + test - joint);
    }

    /** Returns the variation of information in bits (Meilă, COLT 2003): H1 + H2 - 2 MI; 0 for equal segmentations. */
    double variation() {
        return Math.max(0, truth + test - 2 * mutual());
    }

    private static double bits(double probability) {
        return probability > 0 ? -probability * Math.log(probability) / Math.log(2) : 0;
    }
}
