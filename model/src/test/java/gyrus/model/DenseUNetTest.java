package gyrus.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.random.RandomStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The network has the paper's size, learns, asks for no memory once warm, and does not depend on the number of threads. */
final class DenseUNetTest {

    private static final int SIZE = 32;

    @Test
    void atWidth32ItHasThePapersParameters() {
        assertEquals(15_479_681, new DenseUNet(32, 1).parameterCount());
    }

    @Test
    void blocksHaveTheChannelsOfThePapersTable() {
        DenseUNet network = new DenseUNet(32, 1);
        assertEquals("[33, 97, 225, 481, 993]", network.down().stream().map(block -> block.out()).toList().toString());
        assertEquals("[737, 256, 128, 64]", network.up().stream().map(up -> up.block().in()).toList().toString());
        assertEquals("[993, 384, 192, 96]", network.up().stream().map(up -> up.block().out()).toList().toString());
    }

    @Test
    void anImageThatCannotBeHalvedFourTimesIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> DenseUNet.requireSize(128, 120)).getMessage();
        assertTrue(message.contains("128 x 120") && message.contains("16"), message);
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "0, 16", "128, 136", "8, 16", "16, -16"})
    void bothSidesAreMultiplesOf16(int height, int width) {
        assertThrows(IllegalArgumentException.class, () -> DenseUNet.requireSize(height, width));
        DenseUNet.requireSize(16, 48);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "513, 1", "1, 0", "1, 513"})
    void aNetworkHasAWidthAndInputChannels(int width, int channels) {
        assertThrows(IllegalArgumentException.class, () -> new DenseUNet(width, channels));
        new DenseUNet(1, 512);
        new DenseUNet(512, 1);
    }

    /** Glorot and Bengio: uniform within sqrt(6 / (fan in + fan out)), whose variance is a third of that squared; no biases. */
    @Test
    void freshWeightsAreUniformWithinTheirLayersLimitAndBiasesAreZero() {
        try (Engine engine = Engine.on("reference")) {
            Parameters parameters = fresh(engine);
            for (Tensor parameter : parameters.all()) {
                double[] values = parameter.toDoubles();
                if (parameter.shape().rank() == 1) {
                    assertEquals(0, Arrays.stream(values).map(Math::abs).sum(), parameter.toString());
                } else {
                    int taps = parameter.shape().extent(0) * parameter.shape().extent(1);
                    double limit = Math.sqrt(6.0 / (taps * (parameter.shape().extent(2) + parameter.shape().extent(3))));
                    double few = 4 / Math.sqrt(values.length); // four standard deviations, in parts of the limit
                    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
                    assertTrue(largest <= limit * (1 + 1e-7), parameter.toString());
                    assertEquals(0, Arrays.stream(values).average().orElseThrow() / limit, few, parameter.toString());
                    double variance = Arrays.stream(values).map(value -> value * value).average().orElseThrow();
                    assertEquals(1.0 / 3, variance / limit / limit, few, parameter.toString());
                }
            }
        }
    }

    @Test
    void noTwoLayersAndNoTwoSeedsBeginAlike() {
        try (Engine engine = Engine.on("reference")) {
            Set<Double> first = new HashSet<>();
            int weights = 0;
            for (long seed : new long[] {5, 6}) {
                DenseUNet network = new DenseUNet(4, 1);
                Parameters parameters = network.allocate(engine);
                network.initialize(parameters, seed);
                for (Tensor parameter : parameters.all()) {
                    if (parameter.shape().rank() > 1) {
                        double[] values = parameter.toDoubles();
                        first.add(values[1] / values[0]); // whatever the layer's limit
                        weights++;
                    }
                }
            }
            assertEquals(weights, first.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void everyLossFallsOverTwentySteps(Loss loss) {
        try (Engine engine = Engine.on("cpu")) {
            double[] losses = train(engine, loss, 20);
            assertTrue(losses[19] < 0.9 * losses[0], losses[0] + " -> " + losses[19]);
        }
    }

    @Test
    void fromTheThirdStepOnTrainingAsksTheSystemForNoMemory() {
        try (Engine engine = Engine.on("cpu:2")) {
            Parameters parameters = fresh(engine);
            Optimizer adam = new Optimizer(parameters, Adam.ofRate(1e-3));
            step(engine, parameters, adam, Loss.BCE_DICE);
            step(engine, parameters, adam, Loss.BCE_DICE);
            long warm = engine.systemBytes();
            long alive = engine.liveBytes();
            for (int i = 0; i < 5; i++) {
                step(engine, parameters, adam, Loss.BCE_DICE);
            }
            assertEquals(warm, engine.systemBytes());
            assertEquals(alive, engine.liveBytes());
        }
    }

    @Test
    void aTrainingStepCopiesNothingButTheImageAndTheLowestSkipWithItsGradient() {
        try (Engine engine = Engine.on("cpu:2")) {
            Parameters parameters = fresh(engine);
            engine.clearProfile();
            step(engine, parameters, new Optimizer(parameters, Adam.ofRate(1e-3)), Loss.BCE);
            assertEquals(3, engine.profile().stream().filter(row -> row.op().equals("box copy"))
                    .mapToLong(row -> row.calls()).sum());
        }
    }

    @Test
    void equalSeedsGiveEqualWeightsOnAnyNumberOfThreads() {
        double[][] weights = new double[3][];
        for (int threads = 1; threads <= 3; threads++) {
            try (Engine engine = Engine.on("cpu:" + threads)) {
                Parameters parameters = fresh(engine);
                Optimizer adam = new Optimizer(parameters, Adam.ofRate(1e-3));
                for (int i = 0; i < 4; i++) {
                    step(engine, parameters, adam, Loss.BCE);
                }
                weights[threads - 1] = parameters.all().stream().flatMapToDouble(
                        parameter -> Arrays.stream(parameter.toDoubles())).toArray();
            }
        }
        assertArrayEquals(weights[0], weights[1]);
        assertArrayEquals(weights[0], weights[2]);
    }

    private static double[] train(Engine engine, Loss loss, int steps) {
        Parameters parameters = fresh(engine);
        Optimizer adam = new Optimizer(parameters, Adam.ofRate(3e-3));
        double[] losses = new double[steps];
        for (int i = 0; i < steps; i++) {
            losses[i] = step(engine, parameters, adam, loss);
        }
        return losses;
    }

    private static Parameters fresh(Engine engine) {
        DenseUNet network = new DenseUNet(4, 1);
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, 5);
        return parameters;
    }

    /** One step on a bright disc to be found in noise. */
    private static double step(Engine engine, Parameters parameters, Optimizer adam, Loss loss) {
        RandomStream random = RandomStream.of(1, "disc");
        float[] image = new float[2 * SIZE * SIZE];
        float[] target = new float[image.length];
        for (int i = 0; i < image.length; i++) {
            int row = i / SIZE % SIZE - SIZE / 2;
            int column = i % SIZE - SIZE / 2;
            target[i] = row * row + column * column < 64 ? 1 : 0;
            image[i] = 0.5f * random.uniform(i) + 0.5f * target[i];
        }
        Shape shape = new Shape(2, SIZE, SIZE, 1);
        try (Step step = engine.trainingStep()) {
            Tensor logits = new DenseUNet(4, 1).forward(parameters, step.input("image", shape, image));
            Tensor value = loss.of(logits, step.input("target", shape, target));
            value.backward();
            adam.update(value);
            return value.scalar();
        }
    }
}
