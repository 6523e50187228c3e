package gyrus.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.result.Comparison.Verdict;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** A verdict respects the spread: of iterations, and of processes. */
final class ComparisonTest {

    @Test
    void aTenthFasterOrSlowerIsSeenThroughAPercentOfNoise() {
        Times before = times(1, 0.01, 1, 1, 1);

        assertEquals(Verdict.FASTER, Comparison.of(before, times(2, 0.01, 0.9, 0.9, 0.9)).verdict());
        assertEquals(Verdict.SLOWER, Comparison.of(before, times(3, 0.01, 1.1, 1.1, 1.1)).verdict());
        assertEquals(1 / 0.9, Comparison.of(before, times(2, 0.01, 0.9, 0.9, 0.9)).ratio(), 0.01);
    }

    @Test
    void equalCodeMeasuredTwiceDoesNotDiffer() {
        for (int seed = 0; seed < 20; seed++) {
            Comparison comparison = Comparison.of(times(seed, 0.05, 1, 1.02, 0.98), times(100 + seed, 0.05, 0.99, 1, 1.03));
            assertTrue(Set.of(Verdict.SAME, Verdict.UNDECIDED).contains(comparison.verdict()), comparison.toString());
        }
    }

    @Test
    void processesThatDifferMoreThanTheChangeHideIt() {
        Comparison comparison = Comparison.of(times(1, 0.001, 1, 1.3, 0.8), times(2, 0.001, 0.95, 1.25, 0.75));

        assertEquals(Verdict.UNDECIDED, comparison.verdict(), comparison.toString());
    }

    @Test
    void aChangeOfLessThanAPercentIsTheSame() {
        assertEquals(Verdict.SAME, Comparison.of(times(1, 1e-5, 1, 1, 1), times(2, 1e-5, 0.995, 0.995, 0.995)).verdict());
    }

    @Test
    void pairsShowAChangeThatTheMachinesMoodsHide() {
        Times before = times(1, 0.01, 1, 1.3, 0.8);
        Times after = times(2, 0.01, 0.97, 1.261, 0.776); // each process is faster by 3 %

        assertEquals(Verdict.UNDECIDED, Comparison.of(before, after).verdict());
        assertEquals(Verdict.FASTER, Comparison.ofPairs(before, after).verdict());
        assertEquals(Verdict.SLOWER, Comparison.ofPairs(after, before).verdict());
        assertEquals(1 / 0.97, Comparison.ofPairs(before, after).ratio(), 0.005);
        assertTrue(Comparison.ofPairs(after, before).isSlowerBy(0.02));
        assertFalse(Comparison.ofPairs(after, before).isSlowerBy(0.05));
    }

    @Test
    void aToleranceHoldsBackSmallLosses() {
        Times before = times(1, 0.01, 1, 1, 1);

        assertTrue(Comparison.of(before, times(3, 0.01, 1.1, 1.1, 1.1)).isSlowerBy(0.05));
        assertFalse(Comparison.of(before, times(3, 0.01, 1.1, 1.1, 1.1)).isSlowerBy(0.15));
        assertFalse(Comparison.of(before, times(3, 0.01, 0.9, 0.9, 0.9)).isSlowerBy(0));
    }

    /** Eight iterations of processes whose levels are given. */
    private static Times times(long seed, double noise, double... levels) {
        Random random = new Random(seed);
        List<List<Double>> forks = DoubleStream.of(levels)
                .mapToObj(level -> random.doubles(8).map(u -> level * (1 + noise * (u - 0.5))).boxed().toList()).toList();
        return new Times(forks, 0);
    }
}
