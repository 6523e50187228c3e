package gyrus.model.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.model.DenseUNet;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ONNX Runtime computes from the file what we compute from the weights. */
class OnnxModelTest {

    @ParameterizedTest(name = "width {0}, {1} channels, {2} images of {3} x {4}")
    @CsvSource({"1, 1, 1, 16, 16", "4, 1, 2, 32, 48", "3, 2, 1, 48, 16", "8, 1, 1, 64, 64"})
    void onnxRuntimeGivesOurProbabilities(int width, int channels, int images, int height, int columns) throws OrtException {
        DenseUNet network = new DenseUNet(width, channels);
        try (Engine engine = Engine.on("cpu:1"); OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            Parameters parameters = network.allocate(engine);
            randomize(parameters);
            float[] image = random("image", images * height * columns * channels);
            float[] expected;
            try (Step step = engine.inferenceStep()) {
                Tensor x = step.input("image", new Shape(images, height, columns, channels), image);
                expected = network.forward(parameters, x).sigmoid().toFloats();
            }
            byte[] model = OnnxModel.encode(network, parameters, Map.of("task", "segmentation"));
            parameters.release();
            OrtEnvironment runtime = OrtEnvironment.getEnvironment();
            long[] shape = {images, channels, height, columns};
            FloatBuffer channelsFirst = FloatBuffer.wrap(channelsFirst(image, images, height * columns, channels));
            try (OrtSession session = runtime.createSession(model, options);
                    OnnxTensor input = OnnxTensor.createTensor(runtime, channelsFirst, shape);
                    OrtSession.Result result = session.run(Map.of("image", input))) {
                OnnxTensor output = (OnnxTensor) result.get("probability").orElseThrow();
                assertArrayEquals(new long[] {images, 1, height, columns}, output.getInfo().getShape());
                float[] got = new float[expected.length];
                output.getFloatBuffer().get(got);
                assertArrayEquals(expected, got, 2e-5f);
                assertEquals("segmentation", session.getMetadata().getCustomMetadata().get("task"));
                assertEquals("gyrus", session.getMetadata().getProducerName());
            }
        }
    }

    /** Weights and biases large enough that every layer matters. */
    private static void randomize(Parameters parameters) {
        for (Tensor parameter : parameters.all()) {
            Shape shape = parameter.shape();
            float[] values = random(parameter.name(), shape.size());
            double scale = shape.rank() == 1 ? 0.2 : 1.8 / Math.sqrt((double) shape.size() / shape.extent(-1));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (scale * (2 * values[i] - 1));
            }
            parameter.set(values);
        }
    }

    private static float[] random(String name, int size) {
        RandomStream stream = RandomStream.of(7, name, 0);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = stream.uniform(i);
        }
        return values;
    }

    private static float[] channelsFirst(float[] image, int images, int pixels, int channels) {
        float[] turned = new float[image.length];
        for (int n = 0; n < images; n++) {
            for (int p = 0; p < pixels; p++) {
                for (int c = 0; c < channels; c++) {
                    turned[(n * channels + c) * pixels + p] = image[(n * pixels + p) * channels + c];
                }
            }
        }
        return turned;
    }

    @Test
    void theSameWeightsGiveTheSameFile() {
        DenseUNet network = new DenseUNet(1, 1);
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = network.allocate(engine);
            network.initialize(parameters, 3);
            assertArrayEquals(OnnxModel.encode(network, parameters, Map.of()), OnnxModel.encode(network, parameters, Map.of()));
            parameters.release();
        }
    }
}
