package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.engine.Engine;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.random.RandomStream;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import gyrus.kernels.random.Philox;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Dropout keeps the elements whose number in the key's stream is large enough, and does nothing in inference. */
final class DropoutTest {

    private static final Engine ENGINE = Engine.on("cpu:2");
    private static final int COUNT = 1000;
    private static final RandomStream STREAM = RandomStream.of(-7, "dropout", 3);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static Tensor ones(Step step) {
        double[] ones = new double[COUNT];
        Arrays.fill(ones, 1);
        return step.input("x", new Shape(COUNT), ones);
    }

    private static Tensor key(Step step) {
        return step.input("key", new Shape(8), STREAM.key());
    }

    @Test
    void theMaskIsThatOfTheStream() {
        try (Step step = ENGINE.trainingStep()) {
            double[] wanted = IntStream.range(0, COUNT).mapToDouble(i -> STREAM.uniform(i) < 0.25 ? 0 : 1 / 0.75).toArray();
            assertArrayEquals(wanted, ones(step).dropout(0.25, key(step)).toDoubles(), 1e-6);
        }
    }

    @Test
    void theNextKeyIsTheChunksOfTheStream() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor key = key(step);
            double[] first = ones(step).dropout(0.25, key).toDoubles();
            double[] chunks = IntStream.range(0, 8)
                    .mapToDouble(i -> Integer.toUnsignedLong(Philox.word(STREAM.seed(), STREAM.stream(), i)) >> 16).toArray();
            assertArrayEquals(chunks, key.toDoubles());
            double[] second = ones(step).dropout(0.25, key).toDoubles();
            assertFalse(Arrays.equals(first, second), "two calls, two masks");
        }
    }

    @Test
    void aKeyThatHoldsNoChunksIsRefused() {
        for (double odd : new double[] {0.5, -1, 65536, Double.NaN}) {
            try (Step step = ENGINE.trainingStep()) {
                Tensor key = step.input("key", new Shape(8), new double[] {1, 2, 3, 4, odd, 6, 7, 8});
                assertEquals("random numbers: the key holds " + odd + "; it must hold whole numbers from 0 to 65535, as"
                        + " RandomStream.key() makes them",
                        assertThrows(IllegalArgumentException.class, () -> ones(step).dropout(0.25, key)).getMessage());
            }
        }
    }

    /** Powers of two add up to a number that names the mask. */
    @Test
    void aReplayedStepDrawsTheMaskOfTheKeyThatIsFed() {
        Shape sixteen = new Shape(1 << 4);
        float[] powers = new float[sixteen.size()];
        IntStream.range(0, powers.length).forEach(i -> powers[i] = 1 << i);
        try (Engine cuda = Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared()));
                RepeatedStep repeated = new RepeatedStep(cuda, true, List.of(sixteen, new Shape(8)),
                        (step, inputs) -> inputs.get(0).dropout(0.5, inputs.get(1)).sum())) {
            for (int run = 0; run < 5; run++) {
                RandomStream stream = RandomStream.of(1, "dropout", run);
                repeated.feed(powers, stream.key());
                repeated.run();
                double wanted = IntStream.range(0, powers.length).filter(i -> stream.uniform(i) >= 0.5)
                        .mapToDouble(i -> 2 * powers[i]).sum();
                assertEquals(wanted, repeated.result(), "run " + run);
            }
        }
    }

    @Test
    void inInferenceNothingIsDropped() {
        try (Step step = ENGINE.inferenceStep()) {
            Tensor x = ones(step);
            assertArrayEquals(x.toDoubles(), x.dropout(0.25, key(step)).toDoubles());
        }
    }

    @Test
    void aProbabilityOfOneAndAShortKeyAreRefused() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = ones(step);
            assertEquals("dropout: the probability is 1.0; it must be at least 0 and less than 1",
                    assertThrows(IllegalArgumentException.class, () -> x.dropout(1, key(step))).getMessage());
            assertEquals("dropout: the key is x [1000]; it must be [8], made by RandomStream.key()",
                    assertThrows(IllegalArgumentException.class, () -> x.dropout(0.5, x)).getMessage());
        }
    }
}
