package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.optimizer.Adam;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random graphs of ops, leaves used once or often, windows and concatenations among them, give PyTorch's float64 losses,
 * gradients and weights after three updates by Adam. The script beside the figures draws the graphs.
 */
final class RandomGraphsTest {

    private static final int FEW = 12; // every twelfth graph is checked with the quick tests
    private static final JsonNode FIGURES = figures();
    private static final Engine REFERENCE = Engine.on("reference");
    private static final Engine CPU = Engine.on("cpu:2");

    private static JsonNode figures() {
        try (InputStream file = RandomGraphsTest.class.getResourceAsStream("random-graphs.json")) {
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

    @TestFactory
    Stream<DynamicTest> someAreTheSameAsPyTorchs() {
        return graphs().filter(i -> i % FEW == 0).mapToObj(RandomGraphsTest::test);
    }

    @Tag("slow")
    @TestFactory
    Stream<DynamicTest> allAreTheSameAsPyTorchs() {
        return graphs().mapToObj(RandomGraphsTest::test);
    }

    private static IntStream graphs() {
        return IntStream.range(0, FIGURES.get("graphs").size());
    }

    private static DynamicTest test(int index) {
        return dynamicTest("graph " + index, () -> {
            check(REFERENCE, FIGURES.get("graphs").get(index), 1e-11);
            check(CPU, FIGURES.get("graphs").get(index), 2e-4);
        });
    }

    /** The tolerance is relative to the largest number of a tensor, and for weights to the distance that Adam may move them. */
    private static void check(Engine engine, JsonNode graph, double tolerance) {
        JsonNode leaves = graph.get("leaves");
        Parameters.Declaration declaration = new Parameters.Declaration();
        for (int i = 0; i < leaves.size(); i++) {
            if (kind(leaves.get(i)).equals("parameter")) {
                declaration.add("leaf " + i, shape(leaves.get(i)));
            }
        }
        Parameters parameters = declaration.allocate(engine);
        parameters.all().forEach(leaf -> leaf.set(doubles(leaves.get(number(leaf)).get("values"))));
        Optimizer adam = new Optimizer(parameters, Adam.ofRate(FIGURES.get("rate").asDouble()));
        for (int update = 0; update < graph.get("losses").size(); update++) {
            try (Step step = engine.trainingStep()) {
                List<Tensor> tensors = new ArrayList<>();
                for (int i = 0; i < leaves.size(); i++) {
                    tensors.add(leaf(step, parameters, "leaf " + i, leaves.get(i)));
                }
                Tensor loss = loss(step, graph, tensors);
                loss.backward();
                double wanted = graph.get("losses").get(update).asDouble();
                assertEquals(wanted, loss.scalar(), tolerance * Math.max(1, Math.abs(wanted)), "loss " + update);
                if (update == 0) {
                    checkGradients(step, graph, tensors, tolerance);
                }
                adam.update(loss);
            }
        }
        for (Tensor leaf : parameters.all()) {
            assertArrayEquals(doubles(graph.get("weights").get(number(leaf))), leaf.toDoubles(), tolerance, leaf.name());
        }
        adam.release();
        parameters.release();
    }

    private static void checkGradients(Step step, JsonNode graph, List<Tensor> leaves, double tolerance) {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).requiresGrad()) {
                double[] wanted = doubles(graph.get("gradients").get(i));
                assertArrayEquals(wanted, step.gradient(leaves.get(i)).toDoubles(),
                        tolerance * Math.max(1, Examples.largest(wanted)), "gradient of leaf " + i);
            }
        }
    }

    private static int number(Tensor leaf) {
        return Integer.parseInt(leaf.name().substring("leaf ".length()));
    }

    private static String kind(JsonNode leaf) {
        return leaf.get("kind").asString();
    }

    private static Shape shape(JsonNode leaf) {
        return new Shape(Calls.ints(leaf.get("shape")));
    }

    private static Tensor leaf(Step step, Parameters parameters, String name, JsonNode leaf) {
        double[] values = doubles(leaf.get("values"));
        return switch (kind(leaf)) {
            case "parameter" -> parameters.get(name);
            case "variable" -> step.variable(name, shape(leaf), values);
            default -> step.input(name, shape(leaf), values);
        };
    }

    private static Tensor loss(Step step, JsonNode graph, List<Tensor> leaves) {
        List<Tensor> values = new ArrayList<>();
        for (JsonNode node : graph.get("nodes")) {
            values.add(node.has("leaf")
                    ? leaves.get(node.get("leaf").asInt())
                    : compute(step, node, IntStream.of(Calls.ints(node.get("of"))).mapToObj(values::get).toList()));
        }
        return values.get(graph.get("loss").asInt());
    }

    private static Tensor compute(Step step, JsonNode node, List<Tensor> of) {
        JsonNode with = node.get("with");
        String op = node.get("op").asString();
        return switch (op) {
            case "channels" -> of.getFirst().channels(with.get(0).asInt(), with.get(1).asInt());
            case "concatenate" -> concatenate(step, of);
            default -> Calls.call(op, with, of);
        };
    }

    private static Tensor concatenate(Step step, List<Tensor> parts) {
        int[] extents = parts.getFirst().shape().extents();
        extents[extents.length - 1] = parts.stream().mapToInt(part -> part.shape().extent(-1)).sum();
        Tensor wide = step.empty("wide", new Shape(extents));
        int channel = 0;
        for (Tensor part : parts) {
            part.copyTo(wide.channels(channel, channel + part.shape().extent(-1)));
            channel += part.shape().extent(-1);
        }
        return wide;
    }

    private static double[] doubles(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }
}
