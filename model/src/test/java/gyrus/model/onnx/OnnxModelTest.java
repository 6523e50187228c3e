package gyrus.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.random.RandomStream;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.random.RandomSpec;
import gyrus.model.DenseUNet;
import gyrus.model.module.Conv2d;
import gyrus.model.module.ConvTranspose2d;
import gyrus.model.module.Embedding;
import gyrus.model.module.GroupNorm;
import gyrus.model.module.LayerNorm;
import gyrus.model.module.Linear;
import gyrus.model.module.Module;
import gyrus.model.module.Sequential;
import gyrus.model.module.TransformerBlock;
import gyrus.model.onnx.OnnxRuntime.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ONNX Runtime computes from the file what we compute from the weights. */
class OnnxModelTest {

    private final Engine engine = Engine.on("cpu:1");

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest(name = "width {0}, {1} channels, {2} images of {3} x {4}")
    @CsvSource({"1, 1, 1, 16, 16", "4, 1, 2, 32, 48", "3, 2, 1, 48, 16", "8, 1, 1, 64, 64"})
    void oneFileOfADenseUNetServesAllSizesOfImages(int width, int channels, int images, int height, int columns)
            throws OrtException {
        DenseUNet network = new DenseUNet(width, channels);
        Parameters parameters = randomized(network);
        UnaryOperator<Tensor> probability = x -> network.forward(parameters, x).sigmoid();
        byte[] file = OnnxModel.encode(parameters, OnnxInput.of("image", 1, 16, 16, channels)
                .free(0, "batch").free(1, "height").free(2, "width"), "probability", probability, Map.of("task", "segmentation"));
        compare(file, "image", new Shape(images, height, columns, channels), probability);
        try (OnnxRuntime runtime = new OnnxRuntime(file)) {
            assertArrayEquals(new long[] {-1, 1, -1, -1}, runtime.output("probability"));
            assertEquals("segmentation", runtime.session().getMetadata().getCustomMetadata().get("task"));
            assertEquals("gyrus", runtime.session().getMetadata().getProducerName());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 77})
    void theNetworkOfTheSpiralsServesAllBatches(int batch) throws OrtException {
        Module network = Sequential.of(new Linear("first", 2, 32), Module.of(Tensor::relu), new Linear("second", 32, 32),
                Module.of(Tensor::relu), new Linear("logit", 32, 1));
        check(network, OnnxInput.of("x", 1, 2), batch);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50})
    void theNetworkOfTheDigitsServesAllBatches(int batch) throws OrtException {
        Module network = Sequential.of(
                new Conv2d("conv1", 3, 1, 16, Activation.RELU), Module.of(x -> x.maxPool2d(2, 2)),
                new Conv2d("conv2", 3, 16, 32, Activation.RELU), Module.of(x -> x.maxPool2d(2, 2)),
                Module.of(x -> x.flatten(1)), new Linear("logits", 5 * 5 * 32, 10));
        check(network, OnnxInput.of("images", 1, 20, 20, 1), batch);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void theTransformerThatSortsServesAllBatches(int batch) throws OrtException {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("places", new Shape(8, 32));
        Parameters places = declaration.allocate(engine);
        places.get("places").set(random("places", 8 * 32));
        Module network = Sequential.of(new Embedding("letters", 10, 32), Module.of(x -> x.add(places.get("places"))),
                new TransformerBlock("block1", 32, 2, 128), new TransformerBlock("block2", 32, 2, 128), new LayerNorm("norm", 32),
                new Linear("logits", 32, 10));
        check(network, OnnxInput.of("words", 1, 8), batch);
    }

    private void check(Module network, OnnxInput input, int batch) throws OrtException {
        Parameters parameters = randomized(network);
        byte[] file = OnnxModel.encode(parameters, input.free(0, "batch"), "y", x -> network.forward(parameters, x), Map.of());
        compare(file, input.name(), input.shape().with(0, batch), x -> network.forward(parameters, x));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void normsPoolsAndPaddingServeAllBatches(int batch) throws OrtException {
        Module network = Sequential.of(
                new Conv2d("conv1", 3, 1, 16, Activation.RELU), new GroupNorm("norm", 4, 16), Module.of(x -> x.averagePool2d(2)),
                Module.of(x -> x.upsample2d(2).pad(1, 0, 2, 0.5)), Module.of(x -> x.flatten(1)),
                new Linear("logits", 22 * 20 * 16, 10), Module.of(x -> x.softmax(-1)));
        check(network, OnnxInput.of("images", 1, 20, 20, 1), batch);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void imagesThatAreEnlargedServeAllBatches(int batch) throws OrtException {
        Module network = Sequential.of(
                new ConvTranspose2d("up", 3, 2, 5).stride(2).padding(1).outputPadding(1), new GroupNorm("norm", 1, 5),
                new ConvTranspose2d("overlapping", 4, 5, 3).stride(2).dilation(2).withoutBias(),
                Module.of(x -> x.upsampleBilinear2d(1.5)), Module.of(x -> x.upsampleBilinear2d(7, 30)));
        check(network, OnnxInput.of("images", 1, 4, 3, 2), batch);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 8", "5, 3"})
    void aTransformerServesAllBatchesAndLengths(int batch, int length) throws OrtException {
        Module network = Sequential.of(new Embedding("letters", 3, 16), new TransformerBlock("block", 16, 2, 24),
                new LayerNorm("norm", 16), new Linear("logits", 16, 3));
        Parameters parameters = randomized(network);
        byte[] file = OnnxModel.encode(parameters, OnnxInput.of("words", 1, 1).free(0, "batch").free(1, "length"), "logits",
                x -> network.forward(parameters, x), Map.of());
        compare(file, "words", new Shape(batch, length), x -> network.forward(parameters, x));
    }

    @Test
    void severalInputsAndOutputsKeepTheirNames() throws OrtException {
        Parameters parameters = randomized(new Linear("unused", 1, 1));
        byte[] file = OnnxModel.encode(parameters, List.of(OnnxInput.of("a", 2, 3), OnnxInput.of("b", 3)),
                List.of("sum", "again", "b copied"), inputs -> {
                    Tensor sum = inputs.get(0).add(inputs.get(1));
                    return List.of(sum, sum, inputs.get(1));
                }, Map.of());
        try (OnnxRuntime runtime = new OnnxRuntime(file)) {
            List<Values> outputs = runtime.run(Map.of("a", new Values(new Shape(2, 3), new float[] {1, 2, 3, 4, 5, 6}),
                    "b", new Values(new Shape(3), new float[] {10, 20, 30})));
            assertEquals(List.of("sum", "again", "b copied"), List.copyOf(runtime.session().getOutputNames()));
            assertArrayEquals(new float[] {11, 22, 33, 14, 25, 36}, outputs.get(0).values());
            assertArrayEquals(outputs.get(0).values(), outputs.get(1).values());
            assertArrayEquals(new float[] {10, 20, 30}, outputs.get(2).values());
        }
    }

    @Test
    void weightsKeepTheirNames() {
        Module network = Sequential.of(new Conv2d("conv", 3, 1, 2, Activation.RELU), new Linear("linear", 2, 1));
        Parameters parameters = randomized(network);
        String file = new String(OnnxModel.encode(parameters, OnnxInput.of("x", 1, 4, 4, 1), "y",
                x -> network.forward(parameters, x), Map.of()), StandardCharsets.ISO_8859_1);
        for (String name : List.of("conv.weight", "conv.bias", "linear.weight", "linear.bias")) {
            assertTrue(file.contains(name), name);
        }
    }

    @Test
    void aKernelWithoutAnOnnxFormIsRefusedByName() {
        Parameters parameters = randomized(new Linear("w", 1, 1));
        assertEquals("ONNX export: random fill has no ONNX form: it draws random numbers, and ONNX has no generator with a key",
                refusal(parameters, OnnxInput.of("x", 2), x -> {
                    Step step = Step.of("noise", List.of(x));
                    Tensor noise = step.empty("noise", x.shape());
                    step.launch(new RandomFill(), new RandomSpec(
                            RandomSpec.Distribution.UNIFORM, noise.extent()), noise,
                            step.input("key", new Shape(8), RandomStream.of(1, "noise").key()));
                    return x.add(noise);
                }));
    }

    @Test
    void aPassThatReadsValuesOnTheHostIsRefused() {
        Parameters parameters = randomized(new Linear("w", 1, 1));
        assertEquals(
                "ONNX export: Add of y depends on the values of the inputs: the host reads them in the forward pass",
                refusal(parameters, OnnxInput.of("x", 2), x -> x.add(x.toFloats()[0] + 3)));
    }

    @Test
    void anAxisIsRefusedAsFreeWhereAnOpDependsOnItsExtent() {
        Parameters parameters = randomized(new Linear("w", 1, 1));
        OnnxInput x = OnnxInput.of("x", 2, 3).free(0, "rows");
        assertEquals("ONNX export: Slice of relu_2 depends on the extents of the free axes [rows]; give one of them a fixed extent",
                refusal(parameters, x, tensor -> tensor.slice(0, 1, tensor.shape().extent(0)).relu()));
    }

    @Test
    void aNetworkThatTakesNoOtherExtentOfAFreeAxisSaysSo() {
        Parameters parameters = randomized(new Linear("w", 3, 1));
        OnnxInput x = OnnxInput.of("x", 2, 3).free(1, "features");
        assertEquals("ONNX export: with inputs x [2,6], because the axes [features] are free, the forward pass fails: matmul:"
                + " expected [..,m,k] and [..,k,n], got x [2,6] and w.weight [3,1]",
                assertThrows(IllegalArgumentException.class, () -> OnnxModel.encode(parameters, x, "y",
                        tensor -> new Linear("w", 3, 1).forward(parameters, tensor), Map.of())).getMessage());
    }

    @Test
    void doubtfulNamesAreRefused() {
        Parameters parameters = randomized(new Linear("w", 1, 1));
        assertEquals("ONNX export: a name of two of the inputs and outputs in [x, x]; each needs a name of its own",
                assertThrows(IllegalArgumentException.class, () -> OnnxModel.encode(parameters, OnnxInput.of("x", 2), "x",
                        Tensor::relu, Map.of())).getMessage());
        List<OnnxInput> inputs = List.of(OnnxInput.of("a", 2).free(0, "n"), OnnxInput.of("b", 3).free(0, "n"));
        assertEquals("ONNX export: the free axis n has extent 2 in one input and 3 in b; give it one extent, or two names",
                assertThrows(IllegalArgumentException.class, () -> OnnxModel.encode(parameters, inputs, List.of("y"),
                        tensors -> tensors.subList(0, 1), Map.of())).getMessage());
        assertEquals("ONNX input x: no axis 2 in shape [3]; there are 0 to 0",
                assertThrows(IllegalArgumentException.class, () -> OnnxInput.of("x", 3).free(2, "n")).getMessage());
    }

    private static String refusal(Parameters parameters, OnnxInput input, UnaryOperator<Tensor> forward) {
        return assertThrows(UnsupportedOperationException.class,
                () -> OnnxModel.encode(parameters, input, "y", forward, Map.of())).getMessage();
    }

    @Test
    void theSameWeightsGiveTheSameFile() {
        DenseUNet network = new DenseUNet(1, 1);
        Parameters parameters = network.allocate(engine);
        network.initialize(parameters, 3);
        OnnxInput image = OnnxInput.of("image", 1, 16, 16, 1).free(0, "batch");
        byte[] once = OnnxModel.encode(parameters, image, "y", x -> network.forward(parameters, x), Map.of());
        assertArrayEquals(once, OnnxModel.encode(parameters, image, "y", x -> network.forward(parameters, x), Map.of()));
    }

    /** Compares what ONNX Runtime and this engine compute from random numbers; indices are 0, 1 and 2. */
    private void compare(byte[] file, String input, Shape shape, UnaryOperator<Tensor> forward) throws OrtException {
        float[] values = random(input, shape.size());
        for (int i = 0; input.equals("words") && i < values.length; i++) {
            values[i] = (float) Math.floor(3 * values[i]);
        }
        try (Step step = engine.inferenceStep(); OnnxRuntime runtime = new OnnxRuntime(file)) {
            Tensor expected = forward.apply(step.input(input, shape, values));
            Values got = runtime.run(Map.of(input, new Values(shape, values))).getFirst();
            assertEquals(expected.shape(), got.shape());
            assertArrayEquals(expected.toFloats(), got.values(), 2e-5f);
        }
    }

    /** Returns weights and biases large enough that every layer matters. */
    private Parameters randomized(Module network) {
        Parameters parameters = network.allocate(engine);
        for (Tensor parameter : parameters.all()) {
            Shape shape = parameter.shape();
            float[] values = random(parameter.name(), shape.size());
            double scale = shape.rank() == 1 ? 0.2 : 1.8 / Math.sqrt((double) shape.size() / shape.extent(-1));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (scale * (2 * values[i] - 1));
            }
            parameter.set(values);
        }
        return parameters;
    }

    private static float[] random(String name, int size) {
        RandomStream stream = RandomStream.of(7, name, 0);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = stream.uniform(i);
        }
        return values;
    }
}
