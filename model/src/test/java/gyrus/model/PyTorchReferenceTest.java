package gyrus.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.optimizer.Adam;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ten Adam steps of the Dense-U-Net from formula-made weights give PyTorch's float64 losses, gradients and weights. The formula
 * is stated by the script beside the figures; PyTorch's conv2 weights count the input's channels before conv1's.
 */
final class PyTorchReferenceTest {

    private static final Path FOLDER = Path.of("src/test/resources/gyrus/model/reference");

    @ParameterizedTest
    @CsvSource({"width4-bce.json", "width8-mse.json"})
    void inDoublePrecisionTheFiguresArePyTorchs(String file) throws IOException {
        check(file, () -> Engine.on("reference"), 1e-9, 1e-9, 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"width4-bce.json", "width8-mse.json"})
    void inFloat32TheFiguresAreThoseUpToRounding(String file) throws IOException {
        check(file, () -> Engine.on("cpu"), 2e-5, 2e-3, 2e-4);
    }

    /** Trains with the CUDA kernels. The interpreter runs them as they ship and checks each access. */
    @Tag("slow")
    @Test
    void onCudaKernelsTheFiguresAreThoseUpToRounding() throws IOException {
        check("width4-bce.json",
                () -> Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared())), 2e-5, 2e-3, 2e-4);
    }

    private static void check(
            String file, Supplier<Engine> device, double lossTolerance, double gradientTolerance, double weightTolerance)
            throws IOException {
        JsonNode wanted = JsonMapper.shared().readTree(Files.readString(FOLDER.resolve(file)));
        DenseUNet network = new DenseUNet(wanted.get("width").asInt(), 1);
        long seed = wanted.get("seed").asLong();
        assertEquals(wanted.get("parameters").asLong(), network.parameterCount());
        try (Engine engine = device.get()) {
            Parameters parameters = network.allocate(engine);
            fill(network, parameters, seed);
            Optimizer adam = new Optimizer(parameters, Adam.ofRate(wanted.get("lr").asDouble()));
            for (int i = 0; i < wanted.get("losses").size(); i++) {
                try (Step step = engine.trainingStep()) {
                    Tensor loss = loss(network, parameters, step, wanted, seed, i == 0, lossTolerance);
                    loss.backward();
                    assertRelative(wanted.get("losses").get(i).asDouble(), loss.scalar(), lossTolerance, "loss of step " + i);
                    if (i == 0) {
                        for (Tensor parameter : parameters.all()) {
                            assertChecksums(wanted.get("first_gradient").get(parameter.name()),
                                    parameters.gradient(parameter.name()), gradientTolerance);
                        }
                    }
                    adam.update(loss);
                }
            }
            for (Tensor parameter : parameters.all()) {
                assertChecksums(wanted.get("last_weight").get(parameter.name()), parameter, weightTolerance);
            }
        }
    }

    private static Tensor loss(DenseUNet network, Parameters parameters, Step step, JsonNode wanted, long seed, boolean first,
            double tolerance) {
        int size = wanted.get("size").asInt();
        Shape shape = new Shape(wanted.get("batch").asInt(), size, size, 1);
        boolean bce = wanted.get("loss").asString().equals("bce");
        double[] image = new double[shape.size()];
        double[] target = new double[shape.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = sequence(seed * 1000 + 900, i) * 0.5 + 0.5;
            double t = sequence(seed * 1000 + 901, i);
            target[i] = bce ? (t > 0.2 ? 1 : 0) : t * 0.5 + 0.5;
        }
        Tensor logits = network.forward(parameters, step.input("image", shape, image));
        if (first) {
            double[] output = logits.sigmoid().toDoubles();
            JsonNode expected = wanted.get("first_output");
            for (int i = 0; i < expected.get("first").size(); i++) {
                assertRelative(expected.get("first").get(i).asDouble(), output[i], tolerance, "output " + i);
            }
        }
        return (bce ? Loss.BCE : Loss.MSE).of(logits, step.input("target", shape, target));
    }

    /** Weights by the script's formula, [kh,kw,in,out] with the script's channel order, laid out as ours. */
    private static void fill(DenseUNet network, Parameters parameters, long seed) {
        int index = 0;
        for (Tensor parameter : parameters.all()) {
            Shape shape = parameter.shape();
            double[] values = new double[shape.size()];
            if (parameter.name().endsWith(".bias")) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = sequence(seed * 1000 + 500 + index, i) * 0.05;
                }
            } else {
                boolean transposed = parameter.name().contains("transposed");
                int in = shape.extent(transposed ? 3 : 2);
                int out = shape.extent(transposed ? 2 : 3);
                int taps = shape.extent(0) * shape.extent(1);
                double limit = Math.sqrt(6.0 / (taps * in + taps * out));
                int first = parameter.name().contains("conv2") ? out : 0; // our channels of conv1 come first, the script's last
                for (int tap = 0; tap < taps; tap++) {
                    for (int c = 0; c < in; c++) {
                        int ours = (c + first) % in;
                        for (int o = 0; o < out; o++) {
                            int at = transposed ? (tap * out + o) * in + c : (tap * in + ours) * out + o;
                            values[at] = sequence(seed * 1000 + index, (tap * in + c) * out + o) * limit;
                        }
                    }
                }
            }
            parameter.set(values);
            index++;
        }
    }

    /** Value i of the script's sequence, in [-1, 1): splitmix64. */
    private static double sequence(long salt, long i) {
        long z = (salt << 32) + i + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z = z ^ (z >>> 31);
        return (z >>> 11) / 0x1p52 - 1;
    }

    private static void assertChecksums(JsonNode wanted, Tensor tensor, double tolerance) {
        double sum = 0;
        double squares = 0;
        double absolutes = 0;
        for (double value : tensor.toDoubles()) {
            sum += value;
            squares += value * value;
            absolutes += Math.abs(value);
        }
        assertRelative(wanted.get("l2").asDouble(), Math.sqrt(squares), tolerance, "norm of " + tensor);
        assertEquals(wanted.get("sum").asDouble(), sum, tolerance * absolutes, "sum of " + tensor);
    }

    private static void assertRelative(double wanted, double got, double tolerance, String what) {
        assertEquals(wanted, got, tolerance * Math.abs(wanted), what);
    }
}
