package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.optimizer.Adam;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ops on a device whose memory the host cannot touch: CUDA's kernels, run by the PTX interpreter. */
final class CudaOpsTest {

    private static final double TOLERANCE = 2e-5;
    private static final double TF32_TOLERANCE = 2e-2; // projections cancel
    private static final double BF16_TOLERANCE = 2e-1;
    private static final List<String> PRODUCTS = List.of("Conv2d", "ConvTranspose2d", "Matmul");

    private static final Engine REFERENCE = Engine.on("reference");
    private static final Map<Precision, Engine> CUDA = new EnumMap<>(Precision.class);

    private static Engine cuda(Precision precision) {
        return CUDA.computeIfAbsent(precision,
                key -> Engine.of(new CudaDevice(0, new PtxDriver(), key, Selector.declared())));
    }

    @AfterAll
    static void close() {
        REFERENCE.close();
        CUDA.values().forEach(Engine::close);
    }

    /** The operands are channel windows; the captured steps below take dense ones. */
    @TestFactory
    Stream<DynamicNode> everyOpGivesTheReferencesValuesAndGradients() throws Exception {
        return Examples.tests(example -> compare(example, Precision.FLOAT32, TOLERANCE));
    }

    @TestFactory
    Stream<DynamicNode> onTensorCoresProductsGiveThemUpToTheirRounding() throws Exception {
        return Examples.all().entrySet().stream().filter(op -> PRODUCTS.contains(op.getKey()))
                .flatMap(op -> Stream.of(
                        examples(op, Precision.TF32, TF32_TOLERANCE), examples(op, Precision.BF16, BF16_TOLERANCE)));
    }

    private static DynamicNode examples(Map.Entry<String, List<Example>> op, Precision precision, double tolerance) {
        String name = op.getKey() + " in " + precision.text();
        return dynamicContainer(name, op.getValue().stream()
                .map(example -> Examples.named(name, example.name(), () -> compare(example, precision, tolerance))));
    }

    private static void compare(Example example, Precision precision, double tolerance) {
        List<double[]> inputs = Examples.inputs(example, new Random(7));
        Set<Integer> all = IntStream.range(0, inputs.size()).boxed().collect(Collectors.toSet());
        List<double[]> wanted = run(REFERENCE, example, inputs, Set.of());
        List<double[]> got = run(cuda(precision), example, inputs, all);
        for (int i = 0; i < wanted.size(); i++) {
            assertArrayEquals(wanted.get(i), got.get(i), tolerance * Examples.largest(wanted.get(i)));
        }
    }

    private static List<double[]> run(Engine engine, Example example, List<double[]> inputs, Set<Integer> windows) {
        try (Step step = engine.trainingStep()) {
            return Examples.resultAndGradients(step, example, Examples.windows(example, step, inputs, windows));
        }
    }

    /** Every op can be captured; an op whose derivative needs the host fails here. */
    @TestFactory
    Stream<DynamicNode> everyOpReplayedIsTheEagerOneBitForBit() throws Exception {
        return Examples.tests(CudaOpsTest::capture);
    }

    /** The operands that an example differentiates by are parameters; the first one is a parameter plus what is fed. */
    private static void capture(Example example) {
        Engine engine = cuda(Precision.FLOAT32);
        List<Shape> shapes = example.inputs();
        Shape result;
        try (Step step = engine.inferenceStep()) {
            result = example.apply(Examples.tensors(example, step, Examples.inputs(example, new Random(1)))).shape();
        }
        boolean hasDerivative = Examples.hasDerivative(engine, example);
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("beside the inputs", new Shape(1));
        IntStream.range(0, shapes.size()).filter(i -> Examples.isDifferentiatedBy(example, i))
                .forEach(i -> declaration.add("input " + i, shapes.get(i)));
        Parameters parameters = declaration.allocate(engine);
        List<Shape> fed = new ArrayList<>(List.of(shapes.getFirst(), result));
        IntStream.range(0, shapes.size()).filter(i -> !Examples.isDifferentiatedBy(example, i))
                .forEach(i -> fed.add(shapes.get(i)));
        try (RepeatedStep repeated = new RepeatedStep(engine, true, fed, (step, inputs) -> {
            List<Tensor> operands = new ArrayList<>();
            int next = 2;
            for (int i = 0; i < shapes.size(); i++) {
                operands.add(Examples.isDifferentiatedBy(example, i) ? parameters.get("input " + i) : inputs.get(next++));
            }
            operands.set(0, operands.getFirst().add(inputs.getFirst()));
            Tensor loss = ((Tensor) example.apply(operands)).multiply(inputs.get(1)).sum();
            if (hasDerivative) {
                loss.backward();
            }
            return loss;
        })) {
            List<double[]> eager = repeat(repeated, example, parameters, result, hasDerivative, 5);
            List<double[]> captured = repeat(repeated, example, parameters, result, hasDerivative, 6);
            List<double[]> replayed = repeat(repeated, example, parameters, result, hasDerivative, 5);
            assertFalse(Arrays.deepEquals(eager.toArray(), captured.toArray()));
            for (int i = 0; i < eager.size(); i++) {
                assertArrayEquals(eager.get(i), replayed.get(i));
            }
        } finally {
            parameters.release();
        }
    }

    private static List<double[]> repeat(RepeatedStep repeated, Example example, Parameters parameters, Shape result,
            boolean hasDerivative, int seed) {
        List<double[]> inputs = Examples.inputs(example, new Random(seed));
        List<float[]> fed = new ArrayList<>(List.of(
                new float[example.inputs().getFirst().size()], floats(Examples.direction(result.size()))));
        for (int i = 0; i < inputs.size(); i++) {
            if (Examples.isDifferentiatedBy(example, i)) {
                parameters.get("input " + i).set(inputs.get(i));
            } else {
                fed.add(floats(inputs.get(i)));
            }
        }
        parameters.zeroGradients();
        repeated.feed(fed.toArray(float[][]::new));
        repeated.run();
        List<double[]> values = new ArrayList<>(List.of(new double[] {repeated.result()}));
        if (hasDerivative) {
            parameters.all().forEach(parameter -> values.add(parameters.gradient(parameter.name()).toDoubles()));
        }
        return values;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Test
    void aChannelWindowIsSetAndReadWithoutTouchingItsNeighbours() {
        try (Step step = cuda(Precision.FLOAT32).inferenceStep()) {
            Tensor wide = step.input("wide", new Shape(2, 4), new double[] {0, 1, 2, 3, 4, 5, 6, 7});
            wide.channels(1, 3).set(new double[] {10, 20, 50, 60});
            assertArrayEquals(new double[] {0, 10, 20, 3, 4, 50, 60, 7}, wide.toDoubles());
            assertArrayEquals(new float[] {20, 3, 60, 7}, wide.channels(2, 4).toFloats());
        }
    }

    @Test
    void nanIsNeverHidden() {
        try (Step step = cuda(Precision.FLOAT32).inferenceStep()) {
            double[] values = new double[16];
            values[5] = Double.NaN;
            Tensor x = step.input("x", new Shape(1, 4, 4, 1), values);
            Tensor w = step.input("w", new Shape(1, 1, 1, 1), new double[] {1});
            Tensor b = step.input("b", new Shape(1), new double[] {0});
            assertEquals(Double.NaN, x.relu().toDoubles()[5]);
            assertEquals(Double.NaN, x.maximum(w.relu()).toDoubles()[5]);
            assertEquals(Double.NaN, x.maxPool2d(2, 2).toDoubles()[0]);
            assertEquals(Double.NaN, x.conv2d(w, b, Sliding.same(1), Activation.RELU).toDoubles()[5]);
        }
    }

    @Test
    void bytesCrossToTheHostAndBack() {
        try (Step step = cuda(Precision.FLOAT32).inferenceStep()) {
            Tensor from = step.input("from", new Shape(3), new double[] {1, 2, 3});
            Tensor to = step.empty("to", new Shape(3));
            to.setBytes(from.bytes());
            assertEquals(2, to.bytes().getAtIndex(ValueLayout.JAVA_FLOAT, 1));
        }
    }

    @Test
    void fromTheThirdStepOnTrainingAsksTheDeviceForNoMemory() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(3, 3, 1, 8));
        declaration.add("b", new Shape(8));
        try (Engine engine = Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared()))) {
            Parameters parameters = declaration.allocate(engine);
            parameters.zero();
            Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.01));
            List<Long> bytes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                try (Step step = engine.trainingStep()) {
                    Tensor x = step.input("x", new Shape(1, 8, 8, 1), new Random(i).doubles(64).toArray());
                    Tensor y = x.conv2d(parameters.get("w"), parameters.get("b"), Sliding.same(3), Activation.RELU);
                    Tensor loss = y.maxPool2d(2, 2).mean();
                    loss.backward();
                    adam.update(loss);
                }
                bytes.add(engine.systemBytes());
            }
            assertEquals(bytes.get(1), bytes.getLast());
        }
    }
}
