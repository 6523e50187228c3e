package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import gyrus.engine.Engine;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import gyrus.engine.op.Differentiable.Values;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every op gives PyTorch's float64 results and gradients on at least five shapes, from dense tensors and from channel windows.
 * The script beside the figures makes them.
 */
final class PyTorchOpsTest {

    private static final int SHAPES = 5; // of every op, at least
    private static final double DOUBLE = 1e-12; // relative to a tensor's largest number
    private static final double SINGLE = 2e-5; // some hundred roundings to float32
    private static final JsonNode OPS = figures().get("ops");
    private static final Engine REFERENCE = Engine.on("reference");
    private static final Engine CPU = Engine.on("cpu:2");

    private static JsonNode figures() {
        try (InputStream file = PyTorchOpsTest.class.getResourceAsStream("pytorch-ops.json")) {
            return JsonMapper.shared().readTree(file);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @AfterAll
    static void close() {
        REFERENCE.close();
        CPU.close();
    }

    @Test
    void everyOpHasFiguresOfFiveShapes() throws Exception {
        Set<String> ops = Examples.all().keySet().stream()
                .map(type -> Character.toLowerCase(type.charAt(0)) + type.substring(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), without(ops, OPS.propertyNames()),
                "these ops have no figures; add each to OPS in pytorch_ops.py and to Calls.java, and run the script");
        assertEquals(Set.of(), without(OPS.propertyNames(), ops), "there are figures of ops that do not exist");
        for (String op : ops) {
            Set<List<Shape>> shapes = OPS.get(op).valueStream().map(PyTorchOpsTest::shapes).collect(Collectors.toSet());
            assertTrue(shapes.size() >= SHAPES, op + " has figures of " + shapes.size() + " shapes; add cases to pytorch_ops.py");
        }
    }

    private static Set<String> without(Collection<String> names, Collection<String> others) {
        Set<String> rest = new TreeSet<>(names);
        rest.removeAll(others);
        return rest;
    }

    @TestFactory
    Stream<DynamicNode> resultsAndGradientsArePyTorchs() {
        return OPS.propertyStream().map(op -> dynamicContainer(op.getKey(), op.getValue().valueStream()
                .map(figures -> test(op.getKey(), figures))));
    }

    private static DynamicTest test(String op, JsonNode figures) {
        return Examples.named(op, shapes(figures) + ", " + figures.get("with"), () -> {
            check(REFERENCE, op, figures, DOUBLE);
            check(CPU, op, figures, SINGLE);
        });
    }

    private static void check(Engine engine, String op, JsonNode figures, double tolerance) {
        List<Values> values = figures.get("inputs").valueStream()
                .map(input -> input.has("gradient") ? Values.NORMAL : Values.BINARY).toList();
        Example example = new Example(op, shapes(figures), values, inputs -> Calls.call(
                op, figures.get("with"), inputs.stream().map(Tensor.class::cast).toList()));
        check(engine, example, figures, Set.of(), tolerance);
        Set<Integer> all = IntStream.range(0, values.size()).boxed().collect(Collectors.toSet());
        check(engine, example, figures, all, tolerance);
    }

    /** Checks one call with some operands as channel windows. */
    private static void check(Engine engine, Example example, JsonNode figures, Set<Integer> windows, double tolerance) {
        List<double[]> inputs = new ArrayList<>();
        figures.get("inputs").forEach(input -> inputs.add(doubles(input.get("values"))));
        try (Step step = engine.trainingStep()) {
            List<Tensor> tensors = Examples.windows(example, step, inputs, windows);
            Tensor result = (Tensor) example.apply(tensors);
            assertEquals(shape(figures.get("result")), result.shape());
            requireClose(figures.get("result").get("values"), result, tolerance, "result, windows " + windows);
            if (!result.requiresGrad()) {
                figures.get("inputs").forEach(input -> assertTrue(!input.has("gradient"), "the result requires no gradient"));
                return;
            }
            result.multiply(step.input("direction", result.shape(), direction(result.shape().size()))).sum().backward();
            for (int i = 0; i < tensors.size(); i++) {
                if (Examples.isDifferentiatedBy(example, i)) {
                    requireClose(figures.get("inputs").get(i).get("gradient"), step.gradient(tensors.get(i)), tolerance,
                            "gradient of input " + i + ", windows " + windows);
                }
            }
        }
    }

    private static void requireClose(JsonNode figures, Tensor tensor, double tolerance, String what) {
        double[] wanted = doubles(figures);
        assertArrayEquals(wanted, tensor.toDoubles(), tolerance * Math.max(1, Examples.largest(wanted)), what);
    }

    /** The direction of the script. */
    private static double[] direction(int size) {
        return IntStream.range(0, size).mapToDouble(i -> (2 * (7L * i % 11) - 9) / 16.0).toArray();
    }

    private static List<Shape> shapes(JsonNode figures) {
        return figures.get("inputs").valueStream().map(PyTorchOpsTest::shape).toList();
    }

    private static Shape shape(JsonNode tensor) {
        return new Shape(Calls.ints(tensor.get("shape")));
    }

    private static double[] doubles(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }
}
