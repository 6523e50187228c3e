package gyrus.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine.OpTime;
import gyrus.engine.op.Shape;
import gyrus.engine.op.conv.Conv2d.Activation;
import gyrus.engine.op.conv.Conv2d.Sliding;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.random.RandomStream;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.driver.CapturedOrderDriver;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.device.Selector;
import gyrus.ptx.fault.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Steps that are captured once and replayed, on the driver that interprets PTX, and what is the same of it everywhere. */
final class RepeatedStepTest {

    private static final int STEPS = 5;
    private static final Shape IMAGE = new Shape(2, 8, 8, 1);
    private static final Shape TARGET = new Shape(2, 4, 4, 1);

    private static Engine cuda() {
        return Engine.of(new CudaDevice(0, new PtxDriver(), Precision.FLOAT32, Selector.declared()));
    }

    private static float[] values(String purpose, int step, Shape shape) {
        RandomStream random = RandomStream.of(step, purpose);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.uniform(i);
        }
        return values;
    }

    /** Two convolutions that learn something, with all that a step has: windows, saved activations, Adam. */
    private static final class Learner {

        private final Engine engine;
        private final Parameters parameters;
        private final Optimizer adam;
        private final List<Double> losses = new ArrayList<>();

        Learner(Engine engine) {
            this.engine = engine;
            Parameters.Declaration declaration = new Parameters.Declaration();
            declaration.add("w1", new Shape(3, 3, 1, 3));
            declaration.add("b1", new Shape(3));
            declaration.add("w2", new Shape(3, 3, 4, 1));
            declaration.add("b2", new Shape(1));
            parameters = declaration.allocate(engine);
            parameters.all().forEach(parameter -> parameter.set(values(parameter.name(), 0, parameter.shape())));
            adam = new Optimizer(parameters, Adam.ofRate(0.02));
        }

        Tensor forwardAndBackward(Step step, List<Tensor> inputs) {
            Tensor wide = step.empty("block", new Shape(2, 8, 8, 4));
            inputs.get(0).copyTo(wide.channels(3, 4));
            wide.channels(3, 4).conv2d(parameters.get("w1"), parameters.get("b1"), Sliding.same(3), Activation.RELU,
                    wide.channels(0, 3));
            Tensor logits = wide.maxPool2d(2, 2).conv2d(parameters.get("w2"), parameters.get("b2"),
                    Sliding.same(3), Activation.NONE);
            Tensor loss = logits.sigmoidCrossEntropy(inputs.get(1));
            loss.backward();
            return loss;
        }

        RepeatedStep repeated() {
            return new RepeatedStep(engine, true, List.of(IMAGE, TARGET), (step, inputs) -> {
                Tensor loss = forwardAndBackward(step, inputs);
                adam.move(loss);
                return loss;
            });
        }

        void eager(int index) {
            try (Step step = engine.trainingStep()) {
                Tensor image = step.input("image", IMAGE, values("image", index, IMAGE));
                Tensor target = step.input("target", TARGET, values("target", index, TARGET));
                Tensor loss = forwardAndBackward(step, List.of(image, target));
                losses.add(loss.scalar());
                adam.update(loss);
            }
        }

        void run(RepeatedStep repeated, int index) {
            repeated.feed(values("image", index, IMAGE), values("target", index, TARGET));
            adam.next();
            repeated.run();
            losses.add(repeated.result());
        }

        float[] weights() {
            float[] all = new float[0];
            for (Tensor parameter : parameters.all()) {
                float[] more = parameter.toFloats();
                int before = all.length;
                all = Arrays.copyOf(all, before + more.length);
                System.arraycopy(more, 0, all, before, more.length);
            }
            return all;
        }
    }

    private static Learner eager(Engine engine) {
        Learner learner = new Learner(engine);
        for (int i = 0; i < STEPS; i++) {
            learner.eager(i);
        }
        return learner;
    }

    private static void assertSameTraining(Learner wanted, Learner got) {
        assertEquals(wanted.losses, got.losses);
        assertArrayEquals(wanted.weights(), got.weights());
    }

    @Test
    void trainingStepsOnDevicePtxAreTheCpusUpToRounding() {
        try (Engine ptx = Engine.on("ptx"); Engine cpu = Engine.on("cpu:1")) {
            Learner interpreted = new Learner(ptx);
            Learner expected = new Learner(cpu);
            for (int step = 0; step < 2; step++) {
                interpreted.eager(step);
                expected.eager(step);
                assertEquals(expected.losses.get(step), interpreted.losses.get(step), 2e-5 * expected.losses.get(step));
            }
            assertArrayEquals(expected.weights(), interpreted.weights(), 2e-4f);
        }
    }

    @Test
    void aReplayedTrainingIsTheEagerOneBitForBit() {
        List<Supplier<Engine>> devices = List.of(RepeatedStepTest::cuda, () -> Engine.on("cpu:2"), () -> Engine.on("reference"));
        for (Supplier<Engine> device : devices) {
            try (Engine one = device.get(); Engine other = device.get()) {
                Learner repeating = new Learner(other);
                try (RepeatedStep repeated = repeating.repeated()) {
                    for (int i = 0; i < STEPS; i++) {
                        repeating.run(repeated, i);
                    }
                }
                assertSameTraining(eager(one), repeating);
            }
        }
    }

    /** The capture orders launches by their data; without that order the interpreter runs ops too early. */
    @Test
    void aReplayWhoseOpsWaitForNothingIsFoundOut() {
        try (Engine one = cuda(); Engine other = Engine.of(new CudaDevice(0, new CapturedOrderDriver(new PtxDriver(), true),
                Precision.FLOAT32, Selector.declared()))) {
            Learner wanted = eager(one);
            Learner hasty = new Learner(other);
            try (RepeatedStep repeated = hasty.repeated()) {
                for (int i = 0; i < STEPS; i++) {
                    hasty.run(repeated, i);
                }
                assertNotEquals(wanted.losses, hasty.losses);
            } catch (Fault fault) {
                assertTrue(fault.getMessage().contains("which nobody wrote"), fault.getMessage());
            }
        }
    }

    /** Weight gradients and bias gradients are needed by nobody but Adam: they may be computed beside what is. */
    @Test
    void opsThatShareNoDataDoNotWaitForEachOther() {
        CapturedOrderDriver driver = new CapturedOrderDriver(new PtxDriver(), false);
        try (Engine engine = Engine.of(new CudaDevice(0, driver, Precision.FLOAT32, Selector.declared()))) {
            Learner learner = new Learner(engine);
            try (RepeatedStep repeated = learner.repeated()) {
                learner.run(repeated, 0);
                learner.run(repeated, 1);
            }
            assertTrue(driver.longestChain() <= driver.ops() - 4,
                    driver.ops() + " ops, " + driver.longestChain() + " in a row");
        }
    }

    /** The next inputs come while a step may still compute; on the interpreter copies are as late as they may be. */
    @Test
    void theNextInputsMayBeFedBeforeTheResultIsAsked() {
        try (Engine one = cuda(); Engine other = cuda()) {
            Learner repeating = new Learner(other);
            try (RepeatedStep repeated = repeating.repeated()) {
                repeated.feed(values("image", 0, IMAGE), values("target", 0, TARGET));
                for (int i = 0; i < STEPS; i++) {
                    repeating.adam.next();
                    repeated.run();
                    repeated.feed(values("image", i + 1, IMAGE), values("target", i + 1, TARGET));
                    repeating.losses.add(repeated.result());
                }
            }
            assertSameTraining(eager(one), repeating);
        }
    }

    @Test
    void fromTheSecondRunOnTheLaunchesAreOne() {
        try (Engine engine = cuda()) {
            Learner learner = new Learner(engine);
            try (RepeatedStep repeated = learner.repeated()) {
                learner.run(repeated, 0);
                engine.clearProfile();
                for (int i = 1; i < STEPS; i++) {
                    learner.run(repeated, i);
                }
                List<OpTime> profile = engine.profile();
                assertEquals(List.of("captured launches"), profile.stream().map(OpTime::op).toList());
                assertEquals(STEPS - 1, profile.getFirst().calls());
                assertTrue(profile.getFirst().seconds() > 0);
            }
        }
    }

    @Test
    void repeatedStepsAskTheSystemForNothingMore() {
        try (Engine engine = cuda()) {
            Learner learner = new Learner(engine);
            try (RepeatedStep repeated = learner.repeated()) {
                learner.run(repeated, 0);
                learner.run(repeated, 1);
                long bytes = engine.systemBytes();
                for (int i = 2; i < STEPS; i++) {
                    learner.run(repeated, i);
                    try (Step step = engine.inferenceStep()) { // borrows the memory between two replays
                        step.input("image", IMAGE, values("image", i, IMAGE));
                    }
                }
                assertEquals(bytes, engine.systemBytes());
            }
        }
    }

    /** Steps of many other shapes make the pool free the memory that was captured: the step is captured anew, on other memory. */
    @Test
    void aStepWhoseMemoryWentBackToTheSystemIsCapturedAnew() {
        try (Engine engine = cuda(); Engine undisturbed = cuda()) {
            Learner learner = new Learner(engine);
            Learner other = new Learner(undisturbed);
            try (RepeatedStep repeated = learner.repeated(); RepeatedStep same = other.repeated()) {
                for (int i = 0; i < STEPS; i++) {
                    learner.run(repeated, i);
                    other.run(same, i);
                    for (int size = 1; size <= 40; size++) {
                        try (Step step = engine.inferenceStep()) {
                            step.input("of a size of its own", new Shape(100 + 40 * i + size), new float[100 + 40 * i + size]);
                        }
                    }
                }
                assertTrue(engine.systemBytes() <= 2 * engine.peakBytes() + 4 * 4 * 300, engine.systemBytes() + " bytes");
            }
            assertEquals(other.losses, learner.losses);
            assertArrayEquals(other.weights(), learner.weights());
        }
    }

    /** A replay does not write memory that is in use by another tensor: the step is captured anew, on other memory. */
    @Test
    void memoryThatSomebodyKeptIsNotWrittenByAReplay() {
        try (Engine one = cuda(); Engine other = cuda()) {
            Learner repeating = new Learner(other);
            List<Tensor> kept = new ArrayList<>();
            try (RepeatedStep repeated = repeating.repeated()) {
                for (int i = 0; i < STEPS; i++) {
                    repeating.run(repeated, i);
                    try (Step step = other.inferenceStep()) { // of a size that the captured step uses
                        kept.add(step.keep(step.input("kept", new Shape(2, 8, 8, 4), values("kept", i, new Shape(2, 8, 8, 4)))));
                    }
                }
            }
            assertSameTraining(eager(one), repeating);
            for (int i = 0; i < STEPS; i++) {
                assertArrayEquals(values("kept", i, new Shape(2, 8, 8, 4)), kept.get(i).toFloats());
                other.release(kept.get(i));
            }
        }
    }

    @Test
    void aReadWithinACapturedStepIsRefused() {
        try (Engine engine = cuda()) {
            Learner learner = new Learner(engine);
            try (RepeatedStep repeated = new RepeatedStep(engine, true, List.of(IMAGE, TARGET), (step, inputs) -> {
                Tensor loss = learner.forwardAndBackward(step, inputs);
                loss.scalar();
                return loss;
            })) {
                repeated.feed(values("image", 0, IMAGE), values("target", 0, TARGET));
                repeated.run();
                repeated.feed(values("image", 1, IMAGE), values("target", 1, TARGET));
                IllegalStateException refused = assertThrows(IllegalStateException.class, repeated::run);
                assertEquals("device cuda:0: the host cannot read memory among launches that are captured", refused.getMessage());
            }
        }
    }

    @Test
    void inputsThatDoNotFitAreRefused() {
        try (Engine engine = Engine.on("cpu:1")) {
            Learner learner = new Learner(engine);
            try (RepeatedStep repeated = learner.repeated()) {
                assertThrows(IllegalArgumentException.class, () -> repeated.feed(new float[128]));
                assertThrows(IllegalArgumentException.class, () -> repeated.feed(new float[128], new float[31]));
                assertThrows(IllegalStateException.class, repeated::run);
            }
        }
    }

    private static Parameters oneWeight(Engine engine) {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(2));
        Parameters parameters = declaration.allocate(engine);
        parameters.zero();
        return parameters;
    }

    private static RepeatedStep square(Engine engine, Parameters parameters, Consumer<Tensor> behind) {
        return new RepeatedStep(engine, true, List.of(new Shape(2)), (step, inputs) -> {
            Tensor loss = inputs.getFirst().add(parameters.get("w")).square().sum();
            loss.backward();
            behind.accept(loss);
            return loss;
        });
    }

    /** A capture writes or adds a gradient; which of both is right depends on what came before a run. */
    @Test
    void gradientsOfReplayedStepsAddUpUntilTheyAreZeroed() {
        for (Supplier<Engine> device : List.<Supplier<Engine>>of(RepeatedStepTest::cuda, () -> Engine.on("reference"))) {
            try (Engine engine = device.get()) {
                Parameters parameters = oneWeight(engine);
                try (RepeatedStep repeated = square(engine, parameters, loss -> {})) {
                    assertThrows(IllegalStateException.class, repeated::result);
                    List<Double> sums = new ArrayList<>();
                    for (int run = 0; run < 9; run++) {
                        if (run == 2 || run == 5 || run == 6) {
                            parameters.zeroGradients();
                        }
                        repeated.feed(new float[] {run, 1});
                        repeated.run();
                        sums.add(parameters.gradient("w").toDoubles()[0]);
                    }
                    assertEquals(List.of(0.0, 2.0, 4.0, 10.0, 18.0, 10.0, 12.0, 26.0, 42.0), sums);
                }
            }
        }
    }

    @Test
    void aParameterThatAReplayMovedIsNamedByAStepThatUsedItBefore() {
        for (Supplier<Engine> device : List.<Supplier<Engine>>of(RepeatedStepTest::cuda, () -> Engine.on("reference"))) {
            try (Engine engine = device.get()) {
                Parameters parameters = oneWeight(engine);
                Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.1));
                try (RepeatedStep repeated = square(engine, parameters, adam::move)) {
                    for (int run = 0; run < 4; run++) {
                        try (Step step = engine.trainingStep()) {
                            Tensor x = step.input("x", new Shape(2), new float[2]);
                            Tensor late = x.multiply(parameters.get("w")).sum();
                            adam.next();
                            repeated.feed(new float[] {1, 2});
                            repeated.run();
                            String message = assertThrows(IllegalStateException.class, () -> late.backward()).getMessage();
                            assertTrue(message.startsWith("backward: w [2] was overwritten"), message);
                        }
                        parameters.zeroGradients();
                    }
                }
            }
        }
    }

    /** The bookkeeping of a failed capture is undone, because its launches have not run. */
    @Test
    void aCaptureThatFailedLeavesNoGradients() {
        try (Engine engine = cuda()) {
            Parameters parameters = oneWeight(engine);
            try (RepeatedStep repeated = square(engine, parameters, Tensor::scalar)) {
                repeated.feed(new float[] {1, 2});
                repeated.run();
                parameters.zeroGradients();
                repeated.feed(new float[] {1, 2});
                assertThrows(IllegalStateException.class, repeated::run);
                assertThrows(IllegalStateException.class, () -> parameters.gradient("w"));
            }
        }
    }
}
