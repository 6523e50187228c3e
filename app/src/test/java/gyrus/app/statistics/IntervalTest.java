package gyrus.app.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.RandomStream;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

final class IntervalTest {

    /** Two values: a resample's mean is the lower, the middle or the upper with chances 1/4, 1/2, 1/4. */
    @Test
    void ofTwoValuesReachesFromOneToTheOther() {
        assertEquals(Optional.of(new Interval(-1, 3)), Interval.ofMean(new double[] {3, -1}));
    }

    /**
     * Of 0, 0, 1 the mean is 1 with chance 1/27 = 3.7 % and 0 with chance 8/27: both above 2.5 %. Of 0, 0, 0, 1 it is 1 with
     * chance 1/256 and 3/4 or more with 13/256 = 5.1 %.
     */
    @Test
    void hasTheEndsThatCountingAllResamplesGives() {
        assertEquals(new Interval(0, 1), Interval.ofMean(new double[] {0, 0, 1}).orElseThrow());
        assertEquals(new Interval(0, 0.75), Interval.ofMean(new double[] {0, 0, 0, 1}).orElseThrow());
    }

    /** For many normal values, the interval is the textbook's, mean -/+ t s / sqrt(n), to a few percent of its width. */
    @Test
    void ofManyValuesIsTheNormalOne() {
        RandomStream random = RandomStream.of(3, "interval");
        int n = 200;
        double[] values = new double[n];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            values[i] = 5 + 2 * random.normal(i);
            sum += values[i];
            squares += values[i] * values[i];
        }
        double mean = sum / n;
        double half = new TDistribution(n - 1).inverseCumulativeProbability(0.975)
                * Math.sqrt((squares / n - mean * mean) / (n - 1));
        Interval interval = Interval.ofMean(values).orElseThrow();
        assertEquals(mean - half, interval.low(), 0.1 * half);
        assertEquals(mean + half, interval.high(), 0.1 * half);
    }

    @Test
    void oneValueHasNone() {
        assertTrue(Interval.ofMean(new double[] {4}).isEmpty());
        PairedDifference one = PairedDifference.of(List.of(4.0));
        assertEquals(4, one.mean());
        assertTrue(!one.excludesZero());
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

    @Test
    void aDifferenceSaysWhetherItsIntervalHoldsZero() {
        assertTrue(PairedDifference.of(List.of(1.0, 2.0, 1.5)).excludesZero());
        PairedDifference mixed = PairedDifference.of(List.of(1.0, -2.0, 1.5));
        assertTrue(!mixed.excludesZero());
        assertEquals(2, mixed.positive());
    }
}
