package gyrus.app.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IntervalTest {

    /** Two-sided 5 % critical values of the smaller rank sum for 6 to 15 pairs, as in the tables of statistics books. */
    private static final int[] CRITICAL = {0, 2, 3, 5, 8, 10, 13, 17, 21, 25};

    /** Hollander and Wolfe's depression scores (1973), in R's help of wilcox.test: centre 0.46, interval 0.010 to 0.786. */
    @Test
    void agreesWithAPublishedExample() {
        double[] before = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
        double[] after = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            differences.add(before[i] - after[i]);
        }
        PairedDifference difference = PairedDifference.of(differences);
        assertEquals(0.46, difference.centre(), 1e-12);
        assertEquals(0.010, difference.interval().orElseThrow().low(), 1e-12);
        assertEquals(0.786, difference.interval().orElseThrow().high(), 1e-12);
        assertTrue(difference.excludesZero());
    }

    /** Without ties the ends are the Walsh averages of rank C + 1 from either side, C being the table's critical value. */
    @Test
    void theEndsAreTheWalshAveragesThatTheTableOfCriticalValuesNames() {
        for (int n = 6; n <= 15; n++) {
            double[] values = normal(n, 0.5, n);
            double[] walsh = Interval.walshAverages(values);
            int critical = CRITICAL[n - 6];
            assertEquals(Optional.of(new Interval(walsh[critical], walsh[walsh.length - 1 - critical])),
                    Interval.ofSignedRank(values), "n = " + n);
        }
    }

    private static double[] normal(int n, double mean, long number) {
        RandomStream random = RandomStream.of(3, "interval", number);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = mean + random.normal(i);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 11, 20})
    void theIntervalLeavesZeroOutWhereTheTestRejectsIt(int n) {
        for (long sample = 0; sample < 300; sample++) {
            double[] values = normal(n, 0.5, 1000 * n + sample);
            assertEquals(SignedRank.of(values).p() <= Interval.LEVEL, !Interval.ofSignedRank(values).orElseThrow().contains(0));
        }
    }

    /**
     * Of 8,000 studies of normal differences around 0.3, the interval holds 0.3 in at least 95 %, and of as many around 0 the test
     * rejects 0 in at most 5 %; four standard errors are allowed for chance.
     */
    @ParameterizedTest
    @CsvSource({"7, 0.953", "11, 0.958", "20, 0.952"})
    void coverageIsWhatTheExactDistributionPromises(int n, double exact) {
        int studies = 8000;
        int covered = 0;
        int rejected = 0;
        for (long study = 0; study < studies; study++) {
            covered += Interval.ofSignedRank(normal(n, 0.3, 100_000L * n + study)).orElseThrow().contains(0.3) ? 1 : 0;
            rejected += SignedRank.of(normal(n, 0, 200_000L * n + study)).p() <= Interval.LEVEL ? 1 : 0;
        }
        double chance = 4 * Math.sqrt(exact * (1 - exact) / studies);
        assertEquals(exact, covered / (double) studies, chance);
        assertEquals(1 - exact, rejected / (double) studies, chance);
    }

    /** Epochs saved are such numbers: few values, most of them equal. No shift outside is accepted, and 0 is inside where it is. */
    @ParameterizedTest
    @ValueSource(ints = {6, 7, 11})
    void withTiesNoShiftOutsideOfTheIntervalIsAccepted(int n) {
        for (long sample = 0; sample < 300; sample++) {
            RandomStream random = RandomStream.of(3, "ties", 1000 * n + sample);
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = Math.rint(random.normal(i) * (1 + sample % 3)) / 4;
            }
            Interval interval = Interval.ofSignedRank(values).orElseThrow();
            assertTrue(interval.low() <= interval.high(), Arrays.toString(values));
            for (double shift = -4; shift <= 4; shift += 1.0 / 32) {
                assertTrue(interval.contains(shift) || rejects(values, shift), shift + " in " + Arrays.toString(values));
            }
        }
    }

    private static boolean rejects(double[] values, double shift) {
        return SignedRank.of(Arrays.stream(values).map(value -> value - shift).toArray()).p() <= Interval.LEVEL;
    }

    @Test
    void oneOddPatientAmongEqualOnesWidensTheIntervalTowardsIt() {
        assertEquals(Optional.of(new Interval(1.9, 2)), Interval.ofSignedRank(new double[] {2, 2, 2, 2, 2, 2, 1.8}));
        assertEquals(Optional.of(new Interval(3, 3.1)), Interval.ofSignedRank(new double[] {3, 3, 3, 3, 3.2, 3, 3}));
    }

    @Test
    void fivePairsHaveNone() {
        assertEquals(Optional.empty(), Interval.ofSignedRank(new double[] {1, 2, 3, 4, 5}));
        assertEquals(Optional.of(new Interval(1, 6)), Interval.ofSignedRank(new double[] {1, 2, 3, 4, 5, 6}));
    }

    @Test
    void equalDifferencesAreTheirOwnInterval() {
        PairedDifference same = PairedDifference.of(Collections.nCopies(7, 0.25));
        assertEquals(0.25, same.centre());
        assertEquals(Optional.of(new Interval(0.25, 0.25)), same.interval());
        assertTrue(same.differs());
        assertFalse(PairedDifference.of(Collections.nCopies(7, 0.0)).differs());
    }

    /** The means of two of 1, 2, 4 and 9 are 1, 1.5, 2, 2.5, 3, 4, 5, 5.5, 6.5 and 9. */
    @Test
    void theCentreIsTheMedianOfAllMeansOfTwo() {
        assertEquals(3, PairedDifference.of(List.of(1.0, 5.0)).centre(), "of 1, 3 and 5");
        assertEquals(3.5, PairedDifference.of(List.of(9.0, 1.0, 4.0, 2.0)).centre());
    }

    @Test
    void holdsItsEnds() {
        Interval interval = new Interval(-1, 2);
        assertTrue(interval.contains(-1) && interval.contains(0) && interval.contains(2));
        assertFalse(interval.contains(Math.nextDown(-1.0)));
        assertFalse(interval.contains(Math.nextUp(2.0)));
    }

    @Test
    void aDifferenceOfZeroIsNotPositive() {
        assertEquals(1, PairedDifference.of(List.of(0.0, 1.0, -2.0)).positive());
    }
}
