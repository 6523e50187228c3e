package gyrus.app.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.op.Shape;
import gyrus.model.training.Column;
import gyrus.model.training.EpochSamples;
import gyrus.model.training.Samples;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FixedEpochsTest {

    private static final int EPOCHS = 9;

    /** Slices whose input is the slice and the pass, and whose target is the slice. */
    private static EpochSamples passes(int slices) {
        Column targets = Column.of(new Shape(1), numbers(slices));
        Column slots = Column.of(new Shape(2), new float[2 * slices]);
        return pass -> new Samples(slots.computed(i -> new float[] {i, pass}), targets, Samples.Kind.MASKS);
    }

    private static float[] numbers(int count) {
        float[] numbers = new float[count];
        IntStream.range(0, count).forEach(i -> numbers[i] = i);
        return numbers;
    }

    /** A visit of a slice: which one, and in which pass. */
    private static List<List<Float>> visits(Samples epoch) {
        return IntStream.range(0, epoch.count()).mapToObj(i -> {
            float[] input = epoch.inputs().get(i);
            assertEquals(input[0], epoch.targets().get(i)[0], "the mask of another slice");
            return List.of(input[0], input[1]);
        }).toList();
    }

    @ParameterizedTest
    @CsvSource({"10, 4", "10, 10", "10, 25", "1, 3", "7, 1"})
    void everySliceIsVisitedOnceInEachPass(int slices, int inEpoch) {
        FixedEpochs epochs = new FixedEpochs(passes(slices), inEpoch, 1);
        Set<List<Float>> visits = new HashSet<>();
        Map<Float, Integer> perSlice = new HashMap<>();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            assertEquals(inEpoch, epochs.of(epoch).count());
            for (List<Float> visit : visits(epochs.of(epoch))) {
                assertTrue(visits.add(visit), () -> "visited twice in one pass: " + visit);
                perSlice.merge(visit.getFirst(), 1, Integer::sum);
            }
        }
        int least = EPOCHS * inEpoch / slices;
        perSlice.values().forEach(count -> assertTrue(count == least || count == least + 1, () -> "visits of slices: " + perSlice));
    }

    @Test
    void anEpochIsTheSameWheneverItIsAskedFor() {
        FixedEpochs epochs = new FixedEpochs(passes(10), 15, 1);
        List<List<Float>> third = visits(epochs.of(3));
        epochs.of(1);
        assertEquals(third, visits(new FixedEpochs(passes(10), 15, 1).of(3)));
    }

    @Test
    void passesAndSeedsHaveOrdersOfTheirOwn() {
        float[] first = order(1, 1);
        assertTrue(!Arrays.equals(first, order(2, 1)) && !Arrays.equals(first, order(1, 2)));
        float[] sorted = first.clone();
        Arrays.sort(sorted);
        assertArrayEquals(numbers(50), sorted);
    }

    private static float[] order(int epoch, long seed) {
        Samples samples = new FixedEpochs(passes(50), 50, seed).of(epoch);
        float[] order = new float[50];
        IntStream.range(0, 50).forEach(i -> order[i] = samples.targets().get(i)[0]);
        return order;
    }
}
