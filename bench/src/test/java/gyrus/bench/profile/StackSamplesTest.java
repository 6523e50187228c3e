package gyrus.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.failure.UserError;
import gyrus.bench.profile.StackSamples.Share;
import gyrus.engine.Engine;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Samples of Java's Flight Recorder tell which methods compute, and for how long. */
final class StackSamplesTest {

    private double sum;

    private void threeQuarters() {
        compute(3_000_000);
    }

    private void oneQuarter() {
        compute(1_000_000);
    }

    private void compute(int additions) {
        double x = 1;
        for (int i = 0; i < additions; i++) {
            x = x * 1.0000001 + i;
        }
        sum += x;
    }

    /** Runs work in a thread of its own, whose stack is not deeper than Java's Flight Recorder takes. */
    private static <T> T inNewThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().start(task);
        return task.get();
    }

    private static double share(StackSamples samples, String name) {
        return samples.stacks().entrySet().stream().filter(stack -> stack.getKey().stream().anyMatch(each -> each.contains(name)))
                .mapToDouble(Map.Entry::getValue).sum() / samples.count();
    }

    @Test
    void aMethodHasTheShareOfItsOperations() throws Exception {
        StackSamples samples = inNewThread(() -> StackSamples.of(() -> {
            threeQuarters();
            oneQuarter();
        }, 2)).requireEnough("");

        double three = share(samples, "StackSamplesTest.threeQuarters");
        double one = share(samples, "StackSamplesTest.oneQuarter");
        assertEquals(0.75, three / (three + one), 0.15, samples.toString());
        assertTrue(three + one > 0.9, samples.toString());
        assertEquals(StackSamplesTest.class.getName() + ".compute", samples.methods().getFirst().method());
        assertTrue(samples.stacks().keySet().stream().filter(stack -> stack.contains(StackSamplesTest.class.getName() + ".compute"))
                .flatMap(List::stream).noneMatch(name -> name.contains("FutureTask")),
                "methods around the work are left out: " + samples);
    }

    @Test
    void theKernelOfAProductTakesTheTime() throws Exception {
        StackSamples samples = inNewThread(() -> {
            float[] values = new float[256 * 256];
            try (Engine engine = Engine.on("cpu:1")) {
                return StackSamples.of(() -> {
                    try (Step step = engine.inferenceStep()) {
                        Tensor x = step.input("x", new Shape(256, 256), values);
                        for (int i = 0; i < 50; i++) {
                            x.matmul(x);
                        }
                    }
                }, 3);
            }
        }).requireEnough("");

        assertTrue(share(samples, "gyrus.kernels.cpu.") > 0.6, samples.toString());
        assertTrue(samples.methods().getFirst().method().startsWith("gyrus.kernels.cpu."), samples.methods().toString());
    }

    @Test
    void aMethodThatCallsItselfCountsOnce() {
        StackSamples samples = new StackSamples(Map.of(List.of("a", "b", "a"), 3L, List.of("a"), 2L));

        assertEquals(List.of(new Share("a", 5, 5), new Share("b", 3, 0)), samples.methods());
    }

    @Test
    void tooFewSamplesAreRefused() throws IOException {
        StackSamples samples = StackSamples.of(() -> {}, 0);

        String message = assertThrows(UserError.class, () -> samples.requireEnough("wait")).getMessage();

        assertTrue(message.matches("--flame: \\d{1,2} samples of running Java methods, expected at least 100; no page is written."
                + " .*: wait"), message);
    }

    @Test
    void classesThatJavaMakesHaveNamesWithoutNumbers() {
        assertEquals("gyrus.A$$Lambda.run", StackSamples.name("gyrus.A$$Lambda.0x00007f12a4001238.1234", "run"));
        assertEquals("gyrus.A$$Lambda.run", StackSamples.name("gyrus.A$$Lambda+0x00007f12a4001238", "run"));
        assertEquals("native", StackSamples.name("", "native"));
    }
}
