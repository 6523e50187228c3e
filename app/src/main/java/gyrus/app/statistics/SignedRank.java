package gyrus.app.statistics;

import java.util.Arrays;

/**
 * Wilcoxon's signed-rank test of paired differences, two-sided and exact for any number of pairs (Wilcoxon 1945).
 *
 * <p>Differences of 0 are left out. Equal sizes share the mean of their ranks, and p comes from the distribution of those
 * very ranks under random signs, so that it is exact with ties, too. (Commons Math's test of that name counts a difference
 * of 0 as negative and leaves ties out of its exact distribution.)
 *
 * @param pairs that differ
 * @param zeros pairs that do not
 * @param ties whether some sizes are equal
 * @param positive sum of the ranks of positive differences, W+
 * @param p the probability, if signs were random, of rank sums at least so uneven
 */
public record SignedRank(int pairs, int zeros, boolean ties, double positive, double p) {

    /** Returns the test of differences, one for each pair. */
    public static SignedRank of(double[] differences) {
        double[] nonzero = Arrays.stream(differences).filter(difference -> difference != 0).toArray();
        if (nonzero.length == 0) {
            return new SignedRank(0, differences.length, false, 0, 1);
        }
        double[] ranks = ranks(Arrays.stream(nonzero).map(Math::abs).toArray());
        double positive = 0;
        for (int i = 0; i < ranks.length; i++) {
            positive += nonzero[i] > 0 ? ranks[i] : 0;
        }
        boolean ties = Arrays.stream(ranks).distinct().count() < ranks.length;
        return new SignedRank(nonzero.length, differences.length - nonzero.length, ties, positive, p(ranks, positive));
    }

    /** Returns the rank of each value, from 1; equal values share the mean of their ranks. */
    private static double[] ranks(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int less = 0;
            int equal = 0;
            for (double other : values) {
                less += other < values[i] ? 1 : 0;
                equal += other == values[i] ? 1 : 0;
            }
            ranks[i] = less + (equal + 1) / 2.0;
        }
        return ranks;
    }

    /** Returns twice the chance of a rank sum as small as the smaller one. */
    private static double p(double[] ranks, double positive) {
        double all = ranks.length * (ranks.length + 1) / 2.0;
        return Math.min(1, 2 * Arrays.stream(chances(ranks, Math.min(positive, all - positive))).sum());
    }

    /**
     * Returns the chance of each value of 2 W+, up to twice a limit, when every sign is a coin's; mean ranks are whole when
     * doubled.
     */
    private static double[] chances(double[] ranks, double limit) {
        double[] chances = new double[(int) (2 * limit) + 1];
        chances[0] = 1;
        for (double rank : ranks) {
            int doubled = (int) (2 * rank);
            for (int sum = chances.length - 1; sum >= 0; sum--) {
                chances[sum] = (chances[sum] + (sum >= doubled ? chances[sum - doubled] : 0)) / 2;
            }
        }
        return chances;
    }

    /** Returns the smallest p that so many differing pairs can give: all differences of one sign. */
    public static double smallestP(int pairs) {
        return Math.min(1, Math.scalb(2.0, -pairs));
    }
}
