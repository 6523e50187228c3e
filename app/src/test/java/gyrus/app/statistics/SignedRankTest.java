package gyrus.app.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.random.RandomStream;
import java.util.Arrays;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;

final class SignedRankTest {

    /** Two-sided 5 % critical values of min(W+, W-) for n = 6 .. 15, as in the tables of statistics books. */
    private static final int[] CRITICAL = {0, 2, 3, 5, 8, 10, 13, 17, 21, 25};

    @Test
    void agreesWithTheTableOfCriticalValues() {
        for (int n = 6; n <= 15; n++) {
            int critical = CRITICAL[n - 6];
            assertTrue(SignedRank.of(withNegativeRanks(n, critical)).p() <= 0.05, "n = " + n);
            assertTrue(SignedRank.of(withNegativeRanks(n, critical + 1)).p() > 0.05, "n = " + n);
        }
    }

    /** Differences 1 .. n, of which some are negative so that W- is the sum given. */
    private static double[] withNegativeRanks(int n, int sum) {
        double[] differences = new double[n];
        for (int rank = n; rank >= 1; rank--) {
            differences[rank - 1] = rank <= sum ? -rank : rank;
            sum -= rank <= sum ? rank : 0;
        }
        return differences;
    }

    @Test
    void agreesWithCommonsMathWhereThereAreNeitherTiesNorZeros() {
        for (int n = 2; n <= 14; n++) {
            RandomStream random = RandomStream.of(7, "signed rank", n);
            double[] differences = new double[n];
            for (int i = 0; i < n; i++) {
                differences[i] = random.normal(i) + 0.5;
            }
            double theirs = new WilcoxonSignedRankTest().wilcoxonSignedRankTest(new double[n], negated(differences), true);
            assertEquals(Math.min(1, theirs), SignedRank.of(differences).p(), 1e-12, "n = " + n);
        }
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** Hollander and Wolfe's depression scores (1973), in R's help of wilcox.test: V = 40, one-sided p = 0.01953, n = 9. */
    @Test
    void agreesWithAPublishedExample() {
        double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
        double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
        double[] differences = new double[9];
        for (int i = 0; i < 9; i++) {
            differences[i] = before[i] - after[i];
        }
        SignedRank test = SignedRank.of(differences);
        assertEquals(40, test.positive());
        assertEquals(2 * 0.01953, test.p(), 1e-5);
    }

    /** |d| = 1, 1, 2 with ranks 1.5, 1.5, 3: the eight sums are 0, 1.5, 1.5, 3, 3, 4.5, 4.5, 6, and W+ = 4.5 has 3 of 8 above. */
    @Test
    void tiesShareRanksAndThePValueIsExactForThem() {
        SignedRank test = SignedRank.of(new double[] {1, -1, 2});
        assertTrue(test.ties());
        assertEquals(4.5, test.positive());
        assertEquals(2 * 3 / 8.0, test.p(), 1e-15);
    }

    @Test
    void zerosAreLeftOutAndCounted() {
        SignedRank with = SignedRank.of(new double[] {0, 3, -1, 2, 0});
        assertEquals(2, with.zeros());
        assertEquals(3, with.pairs());
        assertFalse(with.ties());
        assertEquals(SignedRank.of(new double[] {3, -1, 2}).p(), with.p());
        assertEquals(1, SignedRank.of(new double[] {0, 0}).p());
    }

    @Test
    void balancedRanksGiveOneAndOneSignTheSmallest() {
        assertEquals(1, SignedRank.of(new double[] {1, 2, -3}).p());
        assertEquals(0.25, SignedRank.of(new double[] {1, 2, 3}).p());
        assertEquals(0.25, SignedRank.smallestP(3));
        assertEquals(0.03125, SignedRank.of(new double[] {-1, -2, -3, -4, -5, -6}).p());
    }
}
