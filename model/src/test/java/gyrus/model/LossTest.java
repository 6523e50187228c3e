package gyrus.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.RepeatedStep;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;
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

    /** PyTorch's BCEWithLogitsLoss with pos_weight, and a weighted mean of squares, both in float64. */
    @ParameterizedTest
    @EnumSource(names = {"BCE", "MSE"})
    void foregroundCountsByItsWeight(Loss loss) {
        double weight = 7.5;
        float[] logits = uniform("logits", 3);
        float[] targets = uniform("targets", 3);
        double expected = 0;
        double[] slopes = new double[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            logits[i] = 40 * (logits[i] - 0.5f);
            targets[i] = i % 3 == 0 ? targets[i] : i % 3 - 1; // between, background, foreground
            double z = logits[i];
            double t = targets[i];
            double p = 1 / (1 + Math.exp(-z));
            double squared = (1 + (weight - 1) * t) * (p - t) * (p - t);
            expected += loss == Loss.MSE ? squared : weight * t * Math.log1p(Math.exp(-z)) + (1 - t) * Math.log1p(Math.exp(z));
            slopes[i] = loss == Loss.MSE ? 2 * (1 + (weight - 1) * t) * (p - t) * p * (1 - p) : (1 - t) * p - weight * t * (1 - p);
        }
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("z", IMAGE);
        try (Engine engine = Engine.on("cpu:1")) {
            Parameters parameters = declaration.allocate(engine);
            parameters.get("z").set(IntStream.range(0, PIXELS).mapToDouble(i -> logits[i]).toArray());
            try (Step step = engine.trainingStep()) {
                Tensor value = loss.weighted(weight).of(step.input("zeros", IMAGE, new float[PIXELS]).add(parameters.get("z")),
                        step.input("targets", IMAGE, targets));
                value.backward();
                assertEquals(expected / PIXELS, value.scalar(), 1e-6 * expected / PIXELS);
                float[] gradient = parameters.gradient("z").toFloats();
                for (int i = 0; i < PIXELS; i++) {
                    assertEquals(slopes[i] / PIXELS, gradient[i], 1e-6 * weight / PIXELS, "pixel " + i);
                }
            } finally {
                parameters.release();
            }
        }
    }

    @Test
    void onlyPixelsAreWeighted() {
        assertSame(Loss.DICE, Loss.DICE.weighted(1));
        assertEquals("loss DICE: cannot weight pixels by 2.0",
                assertThrows(IllegalArgumentException.class, () -> Loss.DICE.weighted(2)).getMessage());
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Tensor z = step.input("logits", IMAGE, uniform("logits", 4));
            Tensor t = step.input("targets", IMAGE, uniform("targets", 4));
            double sum = Loss.BCE.weighted(3).of(z, t).scalar() + Loss.DICE.of(z, t).scalar();
            assertEquals(sum, Loss.BCE_DICE.weighted(3).of(z, t).scalar(), 1e-6);
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
