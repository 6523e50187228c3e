package gyrus.model.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Modules compute what their ops compute, own their names, and learn. */
final class ModuleTest {

    private static final Module PERCEPTRON = Sequential.of(
            new Linear("first", 2, 32), Module.of(Tensor::relu), new Linear("second", 32, 32), Module.of(Tensor::relu),
            new Linear("output", 32, 1));

    @Test
    void aMultilayerPerceptronSeparatesTwoSpirals() {
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = PERCEPTRON.allocate(engine);
            PERCEPTRON.initialize(parameters, 1);
            assertTrue(Spirals.accuracy(logits(engine, parameters)) < 0.8, "a fresh network does not separate them");
            Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.01));
            try (RepeatedStep training = new RepeatedStep(engine, true, List.of(Spirals.INPUTS, Spirals.TARGETS), (step,
                    inputs) -> {
                Tensor loss = PERCEPTRON.forward(parameters, inputs.get(0)).sigmoidCrossEntropy(inputs.get(1));
                loss.backward();
                adam.move(loss);
                return loss;
            })) {
                for (int i = 0; i < 400; i++) {
                    training.feed(Spirals.inputs(), Spirals.targets());
                    adam.next();
                    training.run();
                }
                assertTrue(training.result() < 0.05, "loss " + training.result());
            }
            assertEquals(1, Spirals.accuracy(logits(engine, parameters)));
        }
    }

    private static float[] logits(Engine engine, Parameters parameters) {
        try (Step step = engine.inferenceStep()) {
            return PERCEPTRON.forward(parameters, step.input("x", Spirals.INPUTS, Spirals.inputs())).toFloats();
        }
    }

    @Test
    void parametersAreNamedByTheirModules() {
        assertEquals(2 * 32 + 32 + 32 * 32 + 32 + 32 + 1, PERCEPTRON.parameterCount());
        try (Engine engine = Engine.on("reference")) {
            Parameters parameters = PERCEPTRON.allocate(engine);
            assertEquals(List.of("first.weight", "first.bias", "second.weight", "second.bias", "output.weight", "output.bias"),
                    parameters.all().stream().map(Tensor::name).toList());
            assertEquals(new Shape(32, 1), parameters.get("output.weight").shape());
        }
        Module twice = Sequential.of(new Linear("same", 2, 2), new Linear("same", 2, 2));
        try (Engine engine = Engine.on("reference")) {
            assertEquals("parameter same.weight is declared twice",
                    assertThrows(IllegalArgumentException.class, () -> twice.allocate(engine)).getMessage());
        }
    }

    @Test
    void initialWeightsDependOnTheSeedAndThePlaceInTheNetwork() {
        Module nested = Sequential.of(new Linear("a", 4, 4), Sequential.of(new Linear("b", 4, 4), new Linear("c", 4, 4)),
                Sequential.of(new Linear("d", 4, 4)));
        try (Engine engine = Engine.on("reference")) {
            Parameters parameters = nested.allocate(engine);
            nested.initialize(parameters, 5);
            List<float[]> weights = List.of("a", "b", "c", "d").stream()
                    .map(name -> parameters.get(name + ".weight").toFloats()).toList();
            assertEquals(4, weights.stream().map(Arrays::toString).distinct().count(), "each module has weights of its own");
            nested.initialize(parameters, 5);
            assertArrayEquals(weights.get(2), parameters.get("c.weight").toFloats());
            nested.initialize(parameters, 6);
            assertFalse(Arrays.equals(weights.get(2), parameters.get("c.weight").toFloats()), "another seed");
        }
    }

    /** The moments of each distribution, from its formula; 40,000 numbers give a variance within 3 % of it. */
    @Test
    void initializersHaveTheMomentsOfTheirFormulas() {
        int in = 100;
        int out = 400;
        for (Initializer initializer : Initializer.values()) {
            double variance = switch (initializer) {
                case GLOROT_UNIFORM, GLOROT_NORMAL -> 2.0 / (in + out);
                case HE_UNIFORM, HE_NORMAL -> 2.0 / in;
                case STANDARD_NORMAL -> 1;
            };
            boolean uniform = initializer == Initializer.GLOROT_UNIFORM || initializer == Initializer.HE_UNIFORM;
            try (Engine engine = Engine.on("reference")) {
                Module linear = new Linear("linear", in, out, initializer);
                Parameters parameters = linear.allocate(engine);
                parameters.zero();
                linear.initialize(parameters, RandomStream.of(3, "test"));
                double[] values = parameters.get("linear.weight").toDoubles();
                assertEquals(0, Arrays.stream(values).average().orElseThrow(), 0.02 * Math.sqrt(variance), initializer.name());
                assertEquals(variance, Arrays.stream(values).map(value -> value * value).average().orElseThrow(), 0.03 * variance);
                double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
                double deviations = largest / Math.sqrt(variance);
                assertTrue(uniform ? deviations <= Math.sqrt(3) + 1e-6 : deviations > 3.5, initializer + ": " + deviations);
                assertArrayEquals(new double[out], parameters.get("linear.bias").toDoubles());
            }
        }
    }

    @Test
    void aLinearModuleIsAMatrixProductPlusABias() {
        Module linear = new Linear("linear", 3, 2);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = linear.allocate(engine);
            parameters.get("linear.weight").set(new double[] {1, 2, 3, 4, 5, 6});
            parameters.get("linear.bias").set(new double[] {10, 20});
            Tensor y = linear.forward(parameters, step.input("x", new Shape(2, 3), new double[] {1, 0, 0, 1, 1, 1}));
            assertArrayEquals(new double[] {11, 22, 19, 32}, y.toDoubles());
        }
    }

    @Test
    void layerNormalizationScalesAndShiftsEachRow() {
        Module norm = new LayerNorm("norm", 4);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = norm.allocate(engine);
            norm.initialize(parameters, 1);
            Tensor x = step.input("x", new Shape(2, 4), new double[] {1, 3, 1, 3, 10, 10, 14, 14});
            assertArrayEquals(new double[] {-1, 1, -1, 1, -1, -1, 1, 1}, norm.forward(parameters, x).toDoubles(), 1e-5);
            parameters.get("norm.weight").set(new double[] {2, 2, 2, 2});
            parameters.get("norm.bias").set(new double[] {0, 0, 0, 5});
            assertArrayEquals(new double[] {-2, 2, -2, 7, -2, -2, 2, 7}, norm.forward(parameters, x).toDoubles(), 1e-4);
        }
    }

    @Test
    void aSecondInitializationLeavesNothingOfTheFirst() {
        Module network = Sequential.of(new Linear("a", 3, 2), new LayerNorm("b", 2));
        try (Engine engine = Engine.on("reference")) {
            Parameters parameters = network.allocate(engine);
            network.initialize(parameters, 1);
            List<double[]> first = parameters.all().stream().map(Tensor::toDoubles).toList();
            parameters.all().forEach(parameter -> parameter.set(new double[parameter.shape().size()]));
            parameters.get("a.bias").set(new double[] {Double.NaN, 7});
            network.initialize(parameters, 1);
            for (int i = 0; i < first.size(); i++) {
                assertArrayEquals(first.get(i), parameters.all().get(i).toDoubles());
            }
        }
    }

    @Test
    void aLinearModuleWithoutInputsIsRefused() {
        assertEquals("linear module z: 0 inputs and 3 outputs; both must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> new Linear("z", 0, 3)).getMessage());
    }

    /** Two groups of one channel over two pixels: 1 and 3 around 2, 10 and 14 around 12. */
    @Test
    void groupNormalizationScalesAndShiftsEachGroupOfChannels() {
        Module norm = new GroupNorm("norm", 2, 2);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = norm.allocate(engine);
            norm.initialize(parameters, 1);
            Tensor x = step.input("x", new Shape(1, 1, 2, 2), new double[] {1, 10, 3, 14});
            assertArrayEquals(new double[] {-1, -1, 1, 1}, norm.forward(parameters, x).toDoubles(), 1e-5);
            parameters.get("norm.bias").set(new double[] {0, 5});
            assertArrayEquals(new double[] {-1, 4, 1, 6}, norm.forward(parameters, x).toDoubles(), 1e-5);
        }
    }

    @Test
    void anEmbeddingMapsEachIndexToItsRow() {
        Module embedding = new Embedding("letters", 3, 2);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = embedding.allocate(engine);
            embedding.initialize(parameters, 1);
            assertTrue(parameters.get("letters.weight").toDoubles()[5] != 0);
            parameters.get("letters.weight").set(new double[] {1, 2, 3, 4, 5, 6});
            Tensor vectors = embedding.forward(parameters, step.input("x", new Shape(2, 2), new double[] {2, 0, 1, 1}));
            assertEquals(new Shape(2, 2, 2), vectors.shape());
            assertArrayEquals(new double[] {5, 6, 1, 2, 3, 4, 3, 4}, vectors.toDoubles());
        }
    }

    @Test
    void positionsAddAVectorToEachPlaceOfEverySample() {
        Module positions = new Positions("places", 2, 3);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = positions.allocate(engine);
            positions.initialize(parameters, 1);
            assertTrue(parameters.get("places.weight").toDoubles()[5] != 0);
            parameters.get("places.weight").set(new double[] {1, 2, 3, 4, 5, 6});
            double[] x = {0, 0, 0, 10, 10, 10, 1, 1, 1, 0, 0, 0};
            assertArrayEquals(new double[] {1, 2, 3, 14, 15, 16, 2, 3, 4, 4, 5, 6},
                    positions.forward(parameters, step.input("x", new Shape(2, 2, 3), x)).toDoubles());
        }
    }

    @Test
    void aDenseBlockAppendsItsSecondConvolutionToItsInput() {
        DenseBlock block = new DenseBlock("block", 2, 3);
        Shape image = new Shape(1, 4, 5, 2);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = block.allocate(engine);
            block.initialize(parameters, 1);
            Tensor x = step.input("x", image, IntStream.range(0, 40).mapToDouble(Math::sin).toArray());
            Tensor both = step.empty("[a, i]", new Shape(1, 4, 5, 5));
            block.conv1().forward(parameters, x, both.channels(0, 3));
            x.copyTo(both.channels(3, 5));
            Tensor y = block.forward(parameters, x);
            assertEquals(new Shape(1, 4, 5, block.out()), y.shape());
            assertArrayEquals(x.toDoubles(), y.channels(0, 2).toDoubles());
            assertArrayEquals(block.conv2().forward(parameters, both).toDoubles(), y.channels(2, 5).toDoubles());
        }
    }

    @Test
    void aTransposedConvolutionEnlargesAnImage() {
        ConvTranspose2d enlarge = new ConvTranspose2d("enlarge", 2, 1, 1);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = enlarge.allocate(engine);
            parameters.zero();
            parameters.get("enlarge.weight").set(new double[] {1, 2, 3, 4});
            Tensor y = enlarge.forward(parameters, step.input("x", new Shape(1, 1, 2, 1), new double[] {1, 10}));
            assertEquals(new Shape(1, 2, 4, 1), y.shape());
            assertArrayEquals(new double[] {1, 2, 10, 20, 3, 4, 30, 40}, y.toDoubles());
        }
    }
}
