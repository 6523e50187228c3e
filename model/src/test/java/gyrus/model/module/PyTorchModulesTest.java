package gyrus.model.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Modules give PyTorch's float64 results, gradients and state in three training steps and a prediction, under PyTorch's names. The
 * script beside the figures makes them.
 */
final class PyTorchModulesTest {

    private static final Map<String, Supplier<Engine>> DEVICES = Map.of(
            "reference", () -> Engine.on("reference"),
            "cpu", () -> Engine.on("cpu:2"),
            "cuda", () -> Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared())));
    private static final double DOUBLE = 1e-12; // relative to a tensor's largest number
    private static final double SINGLE = 2e-5;

    @TestFactory
    Stream<DynamicTest> resultsGradientsAndStateArePyTorchs() throws IOException {
        JsonNode figures;
        try (InputStream file = PyTorchModulesTest.class.getResourceAsStream("pytorch-modules.json")) {
            figures = JsonMapper.shared().readTree(file).get("modules");
        }
        return figures.valueStream().flatMap(one -> DEVICES.entrySet().stream().map(device -> dynamicTest(
                one.get("with") + " on " + device.getKey(), () -> {
                    try (Engine engine = device.getValue().get()) {
                        check(engine, one, device.getKey().equals("reference") ? DOUBLE : SINGLE);
                    }
                })));
    }

    private static Module module(JsonNode with) {
        return switch (with.get("module").asString()) {
            case "BatchNorm" -> new BatchNorm("m", with.get("channels").asInt());
            case "Conv2d" -> {
                Conv2d conv = new Conv2d("m", with.get("size").asInt(), with.get("in").asInt(), with.get("out").asInt(),
                        with.get("relu").asBoolean() ? Activation.RELU : Activation.NONE).groups(with.get("groups").asInt())
                        .stride(with.get("stride").asInt()).padding(with.get("padding").asInt())
                        .dilation(with.get("dilation").asInt());
                yield with.get("bias").asBoolean() ? conv : conv.withoutBias();
            }
            case "ConvTranspose2d" -> {
                ConvTranspose2d conv = new ConvTranspose2d(
                        "m", with.get("size").asInt(), with.get("in").asInt(), with.get("out").asInt())
                        .stride(with.get("stride").asInt()).padding(with.get("padding").asInt())
                        .dilation(with.get("dilation").asInt()).outputPadding(with.get("outputPadding").asInt());
                yield with.get("bias").asBoolean() ? conv : conv.withoutBias();
            }
            case "Linear" -> {
                Linear linear = new Linear("m", with.get("in").asInt(), with.get("out").asInt());
                yield with.get("bias").asBoolean() ? linear : linear.withoutBias();
            }
            default -> throw new IllegalArgumentException("no module for " + with + " is known here; add a line");
        };
    }

    private static void check(Engine engine, JsonNode figures, double tolerance) {
        Module module = module(figures.get("with"));
        Parameters parameters = module.allocate(engine);
        module.initialize(parameters, 1);
        assertEquals(names(figures.get("weights")), parameters.weights().stream().map(Tensor::name).collect(Collectors.toSet()));
        figures.get("weights").propertyStream().forEach(
                weight -> parameters.get("m." + weight.getKey()).set(values(weight.getValue())));
        for (JsonNode wanted : figures.get("steps")) {
            parameters.zeroGradients();
            try (Step step = engine.trainingStep()) {
                Tensor y = module.forward(parameters, input(step, wanted.get("x")));
                requireClose(wanted.get("y"), y, tolerance);
                double[] direction =
                        IntStream.range(0, y.shape().size()).mapToDouble(i -> (2 * (7L * i % 11) - 9) / 16.0).toArray();
                y.multiply(step.input("direction", y.shape(), direction)).sum().backward();
            }
            wanted.get("gradients").propertyStream().forEach(gradient -> requireClose(
                    gradient.getValue(), parameters.gradient("m." + gradient.getKey()), tolerance));
        }
        Set<String> state = parameters.all().stream().map(Tensor::name).collect(Collectors.toSet());
        state.removeAll(names(figures.get("weights")));
        assertEquals(names(figures.get("state")), state);
        figures.get("state").propertyStream().forEach(
                number -> requireClose(number.getValue(), parameters.get("m." + number.getKey()), tolerance));
        try (Step step = engine.inferenceStep()) {
            JsonNode wanted = figures.get("prediction");
            requireClose(wanted.get("y"), module.forward(parameters, input(step, wanted.get("x"))), tolerance);
        }
    }

    private static Set<String> names(JsonNode tensors) {
        return tensors.propertyNames().stream().map(name -> "m." + name).collect(Collectors.toSet());
    }

    private static Tensor input(Step step, JsonNode x) {
        return step.input("x", shape(x), values(x));
    }

    private static void requireClose(JsonNode wanted, Tensor found, double tolerance) {
        assertEquals(shape(wanted), found.shape());
        double largest = Arrays.stream(values(wanted)).map(Math::abs).max().orElseThrow();
        assertArrayEquals(values(wanted), found.toDoubles(), tolerance * Math.max(1, largest), found.name());
    }

    private static Shape shape(JsonNode tensor) {
        return new Shape(tensor.get("shape").valueStream().mapToInt(JsonNode::asInt).toArray());
    }

    private static double[] values(JsonNode tensor) {
        return tensor.get("values").valueStream().mapToDouble(JsonNode::asDouble).toArray();
    }
}
