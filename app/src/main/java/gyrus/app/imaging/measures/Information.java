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

    /** H1 + H2 - H12: what one label tells of the other. Never negative, though rounding may make the sum so. */
    double mutual() {
        return Math.max(0, truth + test - joint);
    }

    /** Variation of information (Meilă, COLT 2003): H1 + H2 - 2 MI, zero where the segmentations are the same. */
    double variation() {
        return Math.max(0, truth + test - 2 * mutual());
    }

    private static double bits(double probability) {
        return probability > 0 ? -probability * Math.log(probability) / Math.log(2) : 0;
    }
}
