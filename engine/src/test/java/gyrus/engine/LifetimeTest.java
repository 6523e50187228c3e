package gyrus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tensors live as long as their step, gradients land where they belong, and errors name what was wrong. */
final class LifetimeTest {

    private static final Shape IMAGE = new Shape(1, 4, 4, 2);

    @Test
    void stepsThatAreNeverClosedAreRefused() {
        try (Engine engine = Engine.on("reference")) {
            Step first = engine.trainingStep();
            first.close();
            first.close(); // counts once
            for (int i = 0; i < 64; i++) {
                engine.inferenceStep();
            }
            assertEquals("64 steps are open, and hold the memory of their tensors; close each step when it is done:"
                    + " try (Step step = engine.trainingStep()) { ... }",
                    assertThrows(IllegalStateException.class, engine::trainingStep).getMessage());
        }
    }

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

    /** Each size needs memory of its own, a hundred times what is alive at once; equal steps then ask for nothing more. */
    @Test
    void memoryGoesBackToTheSystemWhereBatchSizesVary() {
        try (Engine engine = Engine.on("cpu:1")) {
            for (int batch = 1; batch <= 300; batch++) {
                inferOn(engine, batch);
            }
            assertTrue(engine.systemBytes() <= 4 * engine.peakBytes(),
                    engine.systemBytes() + " bytes held, at most " + engine.peakBytes() + " alive");
            inferOn(engine, 77);
            inferOn(engine, 77);
            long bytes = engine.systemBytes();
            for (int i = 0; i < 5; i++) {
                inferOn(engine, 77);
                assertTrue(engine.systemBytes() <= bytes, engine.systemBytes() + " bytes held, " + bytes + " before");
            }
        }
    }

    private static void inferOn(Engine engine, int batch) {
        try (Step step = engine.inferenceStep()) {
            Tensor scan = step.input("scan", new Shape(batch, 4, 4, 2), new float[batch * 32]);
            scan.affine(2, 1).square();
        }
    }

    @Test
    void aKeptTensorLivesOnUntilItIsReleasedAndIsReportedTillThen() {
        try (Engine engine = Engine.on("cpu:1")) {
            Tensor kept;
            try (Step step = engine.inferenceStep()) {
                kept = step.keep(step.input("scan", new Shape(3), new float[] {1, 2, 3}).affine(2, 0));
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
            Tensor y = x.square().square();
            Tensor loss = y.mean();
            loss.backward();
            assertThrows(IllegalStateException.class, y::toDoubles);
            assertEquals(0, loss.scalar());
        }
    }

    @Test
    void gradientsOfATensorUsedTwiceAddUp() {
        try (Engine engine = Engine.on("reference"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(2), new double[] {3, -1});
            Tensor sum = x.square().add(x.add(x));
            sum.mean().backward();
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
                    () -> x.conv2d(w, b, Sliding.same(3), Activation.NONE)).getMessage();
            assertEquals("conv2d: input has 2 channels, weight expects 4; input scan [1,4,4,2],"
                    + " weight weight [3,3,4,8] (kh,kw,in,out)",
                    message);
        }
    }

    @Test
    void aViewHasTheMemoryAndTheGradientOfItsTensor() {
        try (Engine engine = Engine.on("reference"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(2, 3), new double[] {1, 2, 3, 4, 5, 6});
            long before = engine.liveBytes();
            Tensor view = x.reshape(3, -1);
            assertEquals(before, engine.liveBytes());
            view.channels(0, 1).square().sum().add(x.sum()).sum().backward();
            assertArrayEquals(new double[] {3, 1, 7, 1, 11, 1}, step.gradient(x).toDoubles());
            assertArrayEquals(new double[] {3, 7, 11}, step.gradient(view.channels(0, 1)).toDoubles());
        }
    }

    @Test
    void aViewIsKeptAndReleasedWithItsTensor() {
        try (Engine engine = Engine.on("reference")) {
            Tensor view;
            Tensor dead;
            try (Step step = engine.trainingStep()) {
                Tensor x = step.variable("x", new Shape(2, 3), new double[] {1, 2, 3, 4, 5, 6});
                Tensor y = x.affine(2, 0);
                view = step.keep(y.flatten(0));
                assertTrue(refusal(IllegalArgumentException.class, () -> step.keep(y)).contains("was kept before"));
                dead = x.affine(3, 0).reshape(6);
                y.sum().add(dead.sum().reshape(1, 1)).sum().backward();
            }
            assertArrayEquals(new float[] {2, 4, 6, 8, 10, 12}, view.toFloats());
            assertTrue(refusal(IllegalStateException.class, dead::toFloats).contains("its step was closed"));
            engine.release(view);
            assertEquals(0, engine.liveBytes());
        }
    }

    @Test
    void aReleasedTensorIsGoneInAllItsViewsOnce() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.inferenceStep()) {
            Tensor x = step.input("x", new Shape(2, 3), new double[6]);
            Tensor view = x.reshape(3, 2);
            step.release(x);
            step.release(view);
            assertEquals(0, engine.liveBytes());
            assertTrue(refusal(IllegalStateException.class, view::toFloats).contains("it was released"));
        }
    }

    @Test
    void theGradientOfAReshapedParameterArrivesInTheParameters() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(2, 3));
        try (Engine engine = Engine.on("reference")) {
            Parameters parameters = declaration.allocate(engine);
            parameters.get("w").set(new double[] {1, 2, 3, 4, 5, 6});
            for (int round = 1; round <= 2; round++) {
                try (Step step = engine.trainingStep()) {
                    Tensor w = parameters.get("w").reshape(3, 2);
                    step.input("x", new Shape(3, 1), new double[] {1, 2, 3}).multiply(w.channels(1, 2)).sum().backward();
                    assertArrayEquals(new double[] {0, round, 0, 2 * round, 0, 3 * round}, parameters.gradient("w").toDoubles());
                }
            }
        }
    }

    @Test
    void tensorsOfTwoDevicesDoNotMix() {
        try (Engine one = Engine.on("reference"); Engine two = Engine.on("cpu:1");
                Step first = one.inferenceStep(); Step second = two.inferenceStep()) {
            Tensor a = first.input("a", new Shape(2), new double[2]);
            Tensor b = second.input("b", new Shape(2), new double[2]);
            String message = assertThrows(IllegalArgumentException.class, () -> a.add(b)).getMessage();
            assertTrue(message.contains("b [2] belongs to another step"), message);
        }
    }

    @Test
    void backwardWithoutParametersSaysWhy() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.trainingStep()) {
            Tensor mean = step.input("x", new Shape(2), new double[2]).mean();
            String message = assertThrows(IllegalArgumentException.class, () -> mean.backward()).getMessage();
            assertTrue(message.contains("depends on no parameter"), message);
        }
    }

    @Test
    void anUnknownDeviceIsRefusedWithTheOnesThereAre() {
        String message = assertThrows(IllegalArgumentException.class, () -> Engine.on("gpu")).getMessage();
        assertTrue(message.contains("gpu") && message.contains("cpu") && message.contains("reference"), message);
    }

    private static String refusal(Class<? extends Exception> type, Executable use) {
        return assertThrows(type, use).getMessage();
    }

    @Test
    void theGradientOfAnIntermediateIsServedWhereItWasKeptElseRefused() {
        try (Engine engine = Engine.on("reference"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(2), new double[] {1, 2});
            Tensor given = x.affine(1, 0);
            Tensor kept = step.keep(given.square());
            Tensor loss = kept.affine(6, 0).mean();
            assertEquals("gradient of x [2]: this step has had no backward pass",
                    refusal(IllegalStateException.class, () -> step.gradient(x)));
            loss.backward();
            assertArrayEquals(new double[] {3, 3}, step.gradient(kept).toDoubles());
            assertArrayEquals(new double[] {6, 12}, step.gradient(x).toDoubles());
            assertEquals(1, step.gradient(loss).scalar());
            assertTrue(refusal(IllegalStateException.class, () -> step.gradient(given))
                    .contains("gradient of affine [2]: the backward pass freed its memory"));
            Tensor constant = step.input("c", new Shape(1), new double[1]);
            assertTrue(refusal(IllegalArgumentException.class, () -> step.gradient(constant)).contains("gradient of c [1]"));
            engine.release(kept);
        }
    }

    /** The derivative of a ReLU in place overwrites the gradient of its result, unless somebody may ask for that. */
    @Test
    void theGradientOfAKeptConvolutionIsNotMasked() {
        try (Engine engine = Engine.on("reference"); Step step = engine.trainingStep()) {
            Tensor x = step.variable("x", new Shape(1, 1, 2, 1), new double[] {1, -1});
            Tensor w = step.input("w", new Shape(1, 1, 1, 1), new double[] {1});
            Tensor b = step.input("b", new Shape(1), new double[1]);
            Tensor y = step.keep(x.conv2d(w, b, Sliding.same(1), Activation.RELU));
            y.sum().backward();
            assertArrayEquals(new double[] {1, 1}, step.gradient(y).toDoubles());
            assertArrayEquals(new double[] {1, 0}, step.gradient(x).toDoubles());
            engine.release(y);
        }
    }

    @Test
    void aStepHasOneBackwardPassAndLeavesNothingBehind() {
        try (Engine engine = Engine.on("cpu:1")) {
            List<Long> bytes = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                try (Step step = engine.trainingStep()) {
                    Tensor x = step.variable("x", new Shape(2), new double[] {1, 2});
                    Tensor loss = x.square().mean();
                    loss.backward();
                    assertEquals("backward: this step has had its backward pass; add the losses up and call it once, or begin"
                            + " another step", refusal(IllegalStateException.class, () -> loss.backward()));
                    Tensor late = x.affine(3, 0).mean();
                    refusal(IllegalStateException.class, () -> late.backward());
                    assertArrayEquals(new double[] {1, 2}, step.gradient(x).toDoubles());
                }
                bytes.add(engine.liveBytes());
            }
            assertEquals(bytes.get(0), bytes.get(2));
        }
    }

    @Test
    void gradientsOfParametersAddUpUntilAnUpdateOrUntilTheyAreZeroed() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(1));
        declaration.add("unused", new Shape(1));
        try (Engine engine = Engine.on("reference")) {
            Parameters parameters = declaration.allocate(engine);
            parameters.zero();
            Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.1));
            List<Double> gradients = new ArrayList<>();
            for (int round = 0; round < 6; round++) {
                try (Step step = engine.trainingStep()) {
                    Tensor loss = step.input("x", new Shape(1), new double[1]).add(parameters.get("w")).affine(2, 0);
                    if (round < 5) {
                        loss.backward();
                    } else {
                        loss.add(parameters.get("unused")).affine(0, 0).backward();
                    }
                    gradients.add(parameters.gradient("w").scalar());
                    assertEquals(0, parameters.gradient("unused").scalar());
                    if (round == 1) {
                        parameters.zeroGradients();
                    } else if (round == 3) {
                        adam.update(loss);
                        String message = refusal(IllegalStateException.class, () -> adam.update(loss));
                        assertTrue(message.startsWith("adam: no backward pass has reached these parameters"), message);
                        refusal(IllegalStateException.class, () -> parameters.gradient("w"));
                        assertEquals(1, adam.updates());
                    }
                }
            }
            assertEquals(List.of(2.0, 4.0, 2.0, 4.0, 2.0, 2.0), gradients);
        }
    }

    @Test
    void aParameterThatNoPassReachesHasGradientZeroAfterOneThatDid() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(1));
        declaration.add("v", new Shape(1));
        try (Engine engine = Engine.on("reference")) {
            Parameters parameters = declaration.allocate(engine);
            parameters.zero();
            Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.1));
            for (String reached : List.of("w", "v")) {
                try (Step step = engine.trainingStep()) {
                    Tensor loss = step.input("x", new Shape(1), new double[1]).add(parameters.get(reached));
                    loss.backward();
                    assertEquals(reached.equals("w") ? 1 : 0, parameters.gradient("w").scalar());
                    adam.update(loss);
                }
            }
        }
    }

    @Test
    void aSecondThreadIsRefusedByNameUntilTheEngineIsHandedOver() {
        try (Engine engine = Engine.on("cpu:1"); Step step = engine.inferenceStep()) {
            Tensor x = step.input("x", new Shape(1), new double[] {2});
            Parameters.Declaration declaration = new Parameters.Declaration();
            declaration.add("w", new Shape(1));
            List<Executable> uses = List.of(engine::trainingStep, x::toDoubles, () -> x.set(new double[1]), engine::close,
                    () -> x.square(), step::close, engine::handOver, () -> declaration.allocate(engine));
            uses.forEach(use -> {
                String message = elsewhere(use).map(Throwable::getMessage).orElse("served");
                assertTrue(message.matches(
                        "the engine on device cpu is used by thread .+; for thread other open another engine.*"), message);
            });
            engine.handOver();
            assertEquals(Optional.empty(), elsewhere(() -> assertEquals(4, x.square().scalar())));
            assertEquals(2, x.scalar()); // the other thread has ended
        }
    }

    /** Returns the failure of a use in another thread. */
    private static Optional<Throwable> elsewhere(Executable use) {
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                use.execute();
            } catch (Throwable caught) {
                failure[0] = caught;
            }
        }, "other");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return Optional.ofNullable(failure[0]);
    }

    @Test
    void aClosedEngineSaysSo() {
        Engine engine = Engine.on("cpu:1");
        engine.close();
        engine.close();
        assertEquals("the engine on device cpu was closed before this use",
                refusal(IllegalStateException.class, engine::trainingStep));
    }

    @Test
    void aParameterHasNoValuesBeforeItIsGivenSome() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(2));
        try (Engine engine = Engine.on("reference"); Step step = engine.inferenceStep()) {
            Parameters parameters = declaration.allocate(engine);
            Tensor x = step.input("x", new Shape(2), new double[] {1, 2});
            assertEquals("parameter w [2] is read before it has values; initialize its module, set it, or load a checkpoint",
                    assertThrows(IllegalStateException.class, () -> x.multiply(parameters.get("w"))).getMessage());
            parameters.zero();
            assertArrayEquals(new double[] {0, 0}, x.multiply(parameters.get("w")).toDoubles());
            parameters.release();
        }
    }

    @Test
    void aParameterOfAnotherEngineIsRefused() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(2));
        try (Engine one = Engine.on("cpu:1"); Engine two = Engine.on("cpu:1"); Step step = two.trainingStep()) {
            Tensor w = declaration.allocate(one).get("w");
            Tensor x = step.input("x", new Shape(2), new double[2]);
            assertEquals("add: parameter w [2] belongs to another engine than the other inputs",
                    refusal(IllegalArgumentException.class, () -> x.add(w)));
        }
    }
}
