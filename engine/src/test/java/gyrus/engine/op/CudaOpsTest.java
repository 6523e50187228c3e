package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.engine.Adam;
import gyrus.engine.Differentiable.Example;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Conv2d.Activation;
import gyrus.engine.op.Conv2d.Sliding;
import gyrus.kernels.cuda.Precision;
import gyrus.kernels.cuda.ptx.Interpreter;
import gyrus.kernels.device.CudaDevice;
import gyrus.kernels.device.Selector;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ops on a device whose memory the host cannot touch: CUDA's kernels, run by the PTX interpreter. */
final class CudaOpsTest {

    private static final double TOLERANCE = 2e-5;
    private static final double TF32_TOLERANCE = 2e-2; // projections cancel
    private static final double BF16_TOLERANCE = 2e-1;
    private static final List<String> PRODUCTS = List.of("Conv2d", "ConvTranspose2d", "Matmul");

    private static Engine cuda() {
        return cuda(Precision.FLOAT32);
    }

    private static Engine cuda(Precision precision) {
        return Engine.of(new CudaDevice(0, new Interpreter(), precision, Selector.declared()));
    }

    @TestFactory
    Stream<DynamicNode> everyOpGivesTheReferencesValuesAndGradients() throws Exception {
        return Examples.all().entrySet().stream().map(op -> examples(op, Precision.FLOAT32, TOLERANCE));
    }

    @TestFactory
    Stream<DynamicNode> onTensorCoresProductsGiveThemUpToTheirRounding() throws Exception {
        return Examples.all().entrySet().stream().filter(op -> PRODUCTS.contains(op.getKey()))
                .flatMap(op -> Stream.of(
                        examples(op, Precision.TF32, TF32_TOLERANCE), examples(op, Precision.BF16, BF16_TOLERANCE)));
    }

    private static DynamicNode examples(Map.Entry<String, List<Example>> op, Precision precision, double tolerance) {
        return dynamicContainer(op.getKey() + " in " + precision.text(), op.getValue().stream()
                .map(example -> dynamicTest(example.name(), () -> compare(example, precision, tolerance))));
    }

    private static void compare(Example example, Precision precision, double tolerance) {
        List<double[]> inputs = Examples.inputs(example, new Random(7));
        try (Engine reference = Engine.on("reference"); Engine cuda = cuda(precision)) {
            List<double[]> wanted = resultAndGradients(reference, example, inputs);
            List<double[]> got = resultAndGradients(cuda, example, inputs);
            for (int i = 0; i < wanted.size(); i++) {
                assertArrayEquals(wanted.get(i), got.get(i), tolerance * largest(wanted.get(i)));
            }
        }
    }

    private static double largest(double[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).max().orElseThrow();
    }

    /** The result projected on a direction, then the gradient by each input. */
    private static List<double[]> resultAndGradients(Engine engine, Example example, List<double[]> inputs) {
        try (Step step = engine.trainingStep()) {
            List<Tensor> tensors = Examples.tensors(example, step, inputs);
            Tensor result = Examples.projection(step, example.call().apply(tensors));
            step.backward(result);
            List<double[]> values = new ArrayList<>(List.of(result.toDoubles()));
            for (int i = 0; i < tensors.size(); i++) {
                if (Examples.isDifferentiatedBy(example, i)) {
                    values.add(step.gradient(tensors.get(i)).toDoubles());
                }
            }
            return values;
        }
    }

    @Test
    void aChannelWindowIsSetAndReadWithoutTouchingItsNeighbours() {
        try (Engine engine = cuda(); Step step = engine.inferenceStep()) {
            Tensor wide = step.input("wide", new Shape(2, 4), new double[] {0, 1, 2, 3, 4, 5, 6, 7});
            wide.channels(1, 3).set(new double[] {10, 20, 50, 60});
            assertArrayEquals(new double[] {0, 10, 20, 3, 4, 50, 60, 7}, wide.toDoubles());
            assertArrayEquals(new float[] {20, 3, 60, 7}, wide.channels(2, 4).toFloats());
        }
    }

    @Test
    void whatIsNoNumberIsNeverHidden() {
        try (Engine engine = cuda(); Step step = engine.inferenceStep()) {
            double[] values = new double[16];
            values[5] = Double.NaN;
            Tensor x = step.input("x", new Shape(1, 4, 4, 1), values);
            Tensor w = step.input("w", new Shape(1, 1, 1, 1), new double[] {1});
            Tensor b = step.input("b", new Shape(1), new double[] {0});
            assertEquals(Double.NaN, Relu.relu(x).toDoubles()[5]);
            assertEquals(Double.NaN, Maximum.maximum(x, Relu.relu(w)).toDoubles()[5]);
            assertEquals(Double.NaN, MaxPool2d.maxPool2d(x, 2, 2).toDoubles()[0]);
            assertEquals(Double.NaN, Conv2d.conv2d(x, w, b, Sliding.same(1), Activation.RELU).toDoubles()[5]);
        }
    }

    @Test
    void bytesCrossToTheHostAndBack() {
        try (Engine engine = cuda(); Step step = engine.inferenceStep()) {
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
        try (Engine engine = cuda()) {
            Parameters parameters = declaration.allocate(engine);
            Adam adam = new Adam(parameters, Adam.Settings.ofRate(0.01));
            List<Long> bytes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                try (Step step = engine.trainingStep()) {
                    Tensor x = step.input("x", new Shape(1, 8, 8, 1), new Random(i).doubles(64).toArray());
                    Tensor y = Conv2d.conv2d(x, parameters.get("w"), parameters.get("b"), Sliding.same(3), Activation.RELU);
                    Tensor loss = Mean.mean(MaxPool2d.maxPool2d(y, 2, 2));
                    step.backward(loss);
                    adam.update(loss);
                }
                bytes.add(engine.systemBytes());
            }
            assertEquals(bytes.get(1), bytes.getLast());
        }
    }
}
