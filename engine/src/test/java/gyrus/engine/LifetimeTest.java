package gyrus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.op.Affine;
import gyrus.engine.op.Conv2d;
import gyrus.engine.op.Conv2d.Activation;
import gyrus.engine.op.Conv2d.Sliding;
import gyrus.engine.op.Mean;
import gyrus.engine.op.Square;
import gyrus.engine.op.Add;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tensors live as long as their step, gradients land where they belong, and errors name what was wrong. */
final class LifetimeTest {

    private static final Shape IMAGE = new Shape(1, 4, 4, 2);

    @Test
    void aTensorDiesWithItsStep() {
        try (Engine engine = Engine.on("cpu:1")) {
            Tensor late;
            try (Step step = engine.inferenceStep()) {
                late = step.input("scan", IMAGE, new float[32]);
            }
            String message = assertThrows(IllegalStateException.class, late::toFloats).getMessage();
            assertTrue(message.contains("scan [1,4,4,2]") && message.contains("step was closed"), message);
            assertEquals(0, engine.liveBytes());
        }
    }

    @Test
    void aKeptTensorLivesOnUntilItIsReleasedAndIsReportedTillThen() {
        try (Engine engine = Engine.on("cpu:1")) {
            Tensor kept;
            try (Step step = engine.inferenceStep()) {
                kept = step.keep(Affine.affine(step.input("scan", new Shape(3), new float[] {1, 2, 3}), 2, 0));
            }
            String leak = engine.unreleased().getFirst();
            assertTrue(leak.startsWith("affine, kept at ") && leak.contains("LifetimeTest.java"), leak);
            assertEquals(4, kept.toDoubles()[1]);
            engine.release(kept);
            assertEquals(List.of(), engine.unreleased());
            assertEquals(0, engine.liveBytes());
        }
    }

    @Test
    void backwardGivesActivationsBackAsItConsumesThem() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(100), new double[100]);
            Tensor y = Square.square(Square.square(x));
            Tensor loss = Mean.mean(y);
            step.backward(loss);
            assertThrows(IllegalStateException.class, y::toDoubles);
            assertEquals(0, loss.scalar());
        }
    }

    @Test
    void gradientsOfATensorUsedTwiceAddUp() {
        try (Engine engine = Engine.on("reference"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(2), new double[] {3, -1});
            Tensor sum = Add.add(Square.square(x), Add.add(x, x));
            step.backward(Mean.mean(sum));
            double[] gradient = step.gradient(x).toDoubles();
            assertEquals((2 * 3 + 2) / 2.0, gradient[0]); // d/dx mean(x^2 + 2x)
            assertEquals((2 * -1 + 2) / 2.0, gradient[1]);
        }
    }

    @Test
    void aConvolutionOfTheWrongChannelsNamesBothShapes() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.trainingStep()) {
            Tensor x = step.input("scan", IMAGE, new float[32]);
            Tensor w = step.input("weight", new Shape(3, 3, 4, 8), new float[288]);
            Tensor b = step.input("bias", new Shape(8), new float[8]);
            String message = assertThrows(IllegalArgumentException.class,
                    () -> Conv2d.conv2d(x, w, b, Sliding.same(3), Activation.NONE)).getMessage();
            assertEquals("conv2d: input has 2 channels, weight expects 4; input scan [1,4,4,2],"
                    + " weight weight [3,3,4,8] (kh,kw,in,out)",
                    message);
        }
    }

    @Test
    void tensorsOfTwoDevicesDoNotMix() {
        try (Engine one = Engine.on("reference"); Engine two = Engine.on("cpu:1");
                Step first = one.inferenceStep(); Step second = two.inferenceStep()) {
            Tensor a = first.input("a", new Shape(2), new double[2]);
            Tensor b = second.input("b", new Shape(2), new double[2]);
            String message = assertThrows(IllegalArgumentException.class, () -> Add.add(a, b)).getMessage();
            assertTrue(message.contains("b [2] is of another step"), message);
        }
    }

    @Test
    void backwardWithoutParametersSaysWhy() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.trainingStep()) {
            Tensor mean = Mean.mean(step.input("x", new Shape(2), new double[2]));
            String message = assertThrows(IllegalArgumentException.class, () -> step.backward(mean)).getMessage();
            assertTrue(message.contains("depends on no parameter"), message);
        }
    }

    @Test
    void anUnknownDeviceIsRefusedWithTheOnesThereAre() {
        String message = assertThrows(IllegalArgumentException.class, () -> Engine.on("gpu")).getMessage();
        assertTrue(message.contains("gpu") && message.contains("cpu") && message.contains("reference"), message);
    }
}
