package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import gyrus.engine.Engine;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The derivative of every op, on every example it gives, is that of its forward pass: by central differences in double. */
final class GradientTest {

    private static final double H = 1e-5;
    private static final double TOLERANCE = 1e-8;

    @Test
    void everyOpGivesExamples() throws Exception {
        assertEquals(List.of(), Examples.withoutExamples());
        Examples.all().forEach((op, examples) -> assertFalse(examples.isEmpty(), op));
    }

    @TestFactory
    Stream<DynamicNode> derivativesAreCentralDifferences() throws Exception {
        List<DynamicNode> ops = new ArrayList<>();
        for (Map.Entry<String, List<Example>> op : Examples.all().entrySet()) {
            ops.add(dynamicContainer(op.getKey(), op.getValue().stream()
                    .map(example -> Examples.named(op.getKey(), example.name(), () -> check(example)))));
        }
        return ops.stream();
    }

    private static void check(Example example) {
        List<double[]> inputs = Examples.inputs(example, new Random(7));
        try (Engine engine = Engine.on("reference")) {
            List<double[]> gradients = gradients(engine, example, inputs);
            for (int i = 0; i < inputs.size(); i++) {
                if (!Examples.isDifferentiatedBy(example, i)) {
                    continue;
                }
                for (int j = 0; j < inputs.get(i).length; j++) {
                    double difference = centralDifference(engine, example, inputs, i, j);
                    assertEquals(difference, gradients.get(i)[j], TOLERANCE * Math.max(1, Math.abs(difference)),
                            "input " + i + " " + example.inputs().get(i) + ", element " + j);
                }
            }
        }
    }

    private static List<double[]> gradients(Engine engine, Example example, List<double[]> inputs) {
        try (Step step = engine.trainingStep()) {
            List<Tensor> tensors = Examples.tensors(example, step, inputs);
            Tensor result = Examples.projection(step, (Tensor) example.apply(tensors));
            if (!result.requiresGrad()) { // constant around almost every input
                return inputs.stream().map(input -> new double[input.length]).toList();
            }
            result.backward();
            return tensors.stream()
                    .map(tensor -> tensor.requiresGrad() ? step.gradient(tensor).toDoubles() : new double[0]).toList();
        }
    }

    private static double centralDifference(Engine engine, Example example, List<double[]> inputs, int input, int element) {
        double middle = inputs.get(input)[element];
        inputs.get(input)[element] = middle + H;
        double above = value(engine, example, inputs);
        inputs.get(input)[element] = middle - H;
        double below = value(engine, example, inputs);
        inputs.get(input)[element] = middle;
        return (above - below) / (2 * H);
    }

    private static double value(Engine engine, Example example, List<double[]> inputs) {
        try (Step step = engine.trainingStep()) {
            return Examples.projection(step, (Tensor) example.apply(Examples.tensors(example, step, inputs))).scalar();
        }
    }
}
