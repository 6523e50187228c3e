package gyrus.engine.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RandomStreamTest {

    @Test
    void aPermutationHoldsEveryNumberOnceAndFollowsTheSeed() {
        int[] order = new RandomStream(5, 0).permutation(1000);
        assertArrayEquals(IntStream.range(0, 1000).toArray(), Arrays.stream(order).sorted().toArray());
        assertArrayEquals(order, new RandomStream(5, 0).permutation(1000));
        assertFalse(Arrays.equals(order, new RandomStream(6, 0).permutation(1000)));
        assertFalse(Arrays.equals(order, new RandomStream(5, 1).permutation(1000)));
        assertArrayEquals(new int[0], new RandomStream(5, 0).permutation(0));
    }

    /** Chi-squared over the 24 orders of four, against the 0.999 quantile at 23 degrees of freedom. */
    @Test
    void everyOrderIsEquallyLikely() {
        int draws = 48_000;
        Map<String, Integer> counts = new HashMap<>();
        for (int draw = 0; draw < draws; draw++) {
            counts.merge(Arrays.toString(RandomStream.of(1, "order", draw).permutation(4)), 1, Integer::sum);
        }
        assertEquals(24, counts.size());
        double expected = draws / 24.0;
        double chiSquared = counts.values().stream()
                .mapToDouble(count -> (count - expected) * (count - expected) / expected).sum();
        assertTrue(chiSquared < 49.73, "chi-squared " + chiSquared);
    }

    @Test
    void everyPurposeAndNumberHasAStreamOfItsOwn() {
        Set<RandomStream> streams = new HashSet<>();
        for (String purpose : new String[] {"noise", "noise/sub-01", "noise/sub-10", "order"}) {
            streams.add(RandomStream.of(1, purpose));
            for (int first = 0; first < 50; first++) {
                streams.add(RandomStream.of(1, purpose, first));
                for (int second = 0; second < 50; second++) {
                    streams.add(RandomStream.of(1, purpose, first, second));
                }
            }
        }
        assertEquals(4 * (1 + 50 + 2500), streams.size());
    }
}
