package gyrus.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of every loss function. */
final class LossTest {

    private static final Engine CUDA =
            Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared()));
    private static final Shape IMAGE = new Shape(2, 4, 4, 1);
    private static final int PIXELS = IMAGE.size();

    @AfterAll
    static void close() {
        CUDA.close();
    }

    private static float[] uniform(String purpose, long number) {
        RandomStream random = RandomStream.of(number, purpose);
        float[] values = new float[PIXELS];
        IntStream.range(0, PIXELS).forEach(i -> values[i] = random.uniform(i));
        return values;
    }

    /** A training captures its step at the second batch: a loss that needs the host then fails here. */
    @ParameterizedTest
    @EnumSource
    void replayedOnAGpuItIsTheEagerOneBitForBit(Loss loss) {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("z", IMAGE);
        Parameters parameters = declaration.allocate(CUDA);
        parameters.zero();
        try (RepeatedStep repeated = new RepeatedStep(CUDA, true, List.of(IMAGE, IMAGE), (step, inputs) -> {
            Tensor value = loss.of(inputs.get(0).add(parameters.get("z")), inputs.get(1));
            value.backward();
            return value;
        })) {
            float[] eager = run(repeated, parameters, 1);
            float[] captured = run(repeated, parameters, 2);
            float[] replayed = run(repeated, parameters, 1);
            assertNotEquals(eager[PIXELS], captured[PIXELS]);
            assertArrayEquals(eager, replayed);
        } finally {
            parameters.release();
        }
    }

    /** The gradient, and the loss behind it. */
    private static float[] run(RepeatedStep repeated, Parameters parameters, long number) {
        parameters.zeroGradients();
        repeated.feed(uniform("logits", number), uniform("targets", number));
        repeated.run();
        float[] values = Arrays.copyOf(parameters.gradient("z").toFloats(), PIXELS + 1);
        values[PIXELS] = (float) repeated.result();
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void targetsOfAnotherShapeAreNotRepeated(Loss loss) {
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Tensor z = step.input("logits", IMAGE, new float[PIXELS]);
            Tensor t = step.input("targets", new Shape(1, 4, 4, 1), new float[16]);
            String message = assertThrows(IllegalArgumentException.class, () -> loss.of(z, t)).getMessage();
            assertEquals("loss " + loss + ": logits logits [2,4,4,1] and targets targets [1,4,4,1] differ in shape;"
                    + " give one target for each logit", message);
        }
    }

    @Test
    void anImageOfOtherChannelsIsRefusedByTheNetwork() {
        DenseUNet network = new DenseUNet(1, 1);
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = network.allocate(engine);
            Tensor colour = step.input("scan", new Shape(1, 16, 16, 3), new float[768]);
            assertEquals("Dense-U-Net: expected an image [N,H,W,1], got scan [1,16,16,3]",
                    assertThrows(IllegalArgumentException.class, () -> network.forward(parameters, colour)).getMessage());
        }
    }
}
