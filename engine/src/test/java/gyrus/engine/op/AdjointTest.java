package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.engine.Engine;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The adjoint identity on the CPU: where an op is linear in an input x, the others being fixed, its derivative A' satisfies
 * {@code <A x, r> = <x, A' r>} for every r, whatever the kernels behind it.
 */
final class AdjointTest {

    private record Linear(String op, Example example, int input) {}

    @Test
    void convolutionsAndProductsAreAmongTheLinearOps() throws Exception {
        List<String> ops = linear().stream().map(Linear::op).distinct().toList();
        assertTrue(ops.containsAll(List.of("Conv2d", "ConvTranspose2d", "Matmul", "Sum", "Mean", "Copy", "Add", "Multiply")),
                ops::toString);
    }

    @TestFactory
    Stream<DynamicTest> theDerivativeOfALinearOpIsItsAdjoint() throws Exception {
        return linear().stream().map(linear -> dynamicTest(
                linear.op() + ", " + linear.example().name() + ", input " + linear.input(), () -> check(linear)));
    }

    /** Every op, example and input in which the op is linear, found by trying on the reference device. */
    private static List<Linear> linear() throws Exception {
        List<Linear> found = new ArrayList<>();
        try (Engine engine = Engine.on("reference")) {
            for (Map.Entry<String, List<Example>> op : Examples.all().entrySet()) {
                for (Example example : op.getValue()) {
                    for (int input = 0; input < example.inputs().size(); input++) {
                        if (Examples.isDifferentiatedBy(example, input) && Examples.hasDerivative(engine, example)
                                && isLinear(engine, example, input)) {
                            found.add(new Linear(op.getKey(), example, input));
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Affine in the input: f(3x) - f(x) = 2 (f(x) - f(0)), and at -x too, which rules out kinks at zero. */
    private static boolean isLinear(Engine engine, Example example, int input) {
        List<double[]> inputs = Examples.inputs(example, new Random(11));
        double none = value(engine, example, inputs, input, 0);
        double one = value(engine, example, inputs, input, 1) - none;
        return Math.abs(value(engine, example, inputs, input, 3) - none - 3 * one) < 1e-9 * Math.max(1, Math.abs(one))
                && Math.abs(value(engine, example, inputs, input, -1) - none + one) < 1e-9 * Math.max(1, Math.abs(one));
    }

    private static double value(Engine engine, Example example, List<double[]> inputs, int input, double factor) {
        List<double[]> scaled = new ArrayList<>(inputs);
        double[] values = inputs.get(input).clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        scaled.set(input, values);
        try (Step step = engine.trainingStep()) {
            return Examples.projection(step, (Tensor) example.apply(Examples.tensors(example, step, scaled))).scalar();
        }
    }

    private static void check(Linear linear) {
        Example example = linear.example();
        List<double[]> inputs = Examples.inputs(example, new Random(13));
        try (Engine engine = Engine.on("cpu:2")) {
            double through = value(engine, example, inputs, linear.input(), 1) - value(engine, example, inputs, linear.input(), 0);
            try (Step step = engine.trainingStep()) {
                List<Tensor> tensors = Examples.tensors(example, step, inputs);
                Examples.projection(step, (Tensor) example.apply(tensors)).backward();
                double[] gradient = step.gradient(tensors.get(linear.input())).toDoubles();
                double back = 0;
                double scale = 1;
                for (int i = 0; i < gradient.length; i++) {
                    back += inputs.get(linear.input())[i] * gradient[i];
                    scale += Math.abs(inputs.get(linear.input())[i] * gradient[i]);
                }
                assertEquals(through, back, 1e-5 * scale);
            }
        }
    }
}
