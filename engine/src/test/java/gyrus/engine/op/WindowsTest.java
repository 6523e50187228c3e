package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import gyrus.engine.Engine;
import gyrus.engine.Step;
import gyrus.engine.op.Differentiable.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every op takes a channel window for any of its operands, and gives the result and the gradients of a dense tensor. */
final class WindowsTest {

    private static final Engine REFERENCE = Engine.on("reference");
    private static final Engine CPU = Engine.on("cpu:2");

    @AfterAll
    static void close() {
        REFERENCE.close();
        CPU.close();
    }

    @TestFactory
    Stream<DynamicNode> everyOperandMayBeAWindowInDoublePrecision() throws Exception {
        return Examples.tests(example -> compare(REFERENCE, example, 1e-12));
    }

    @TestFactory
    Stream<DynamicNode> everyOperandMayBeAWindowOnTheCpu() throws Exception {
        return Examples.tests(example -> compare(CPU, example, 2e-5));
    }

    private static void compare(Engine engine, Example example, double tolerance) {
        List<double[]> inputs = Examples.inputs(example, new Random(7));
        List<double[]> wanted = run(engine, example, inputs, Set.of());
        for (Set<Integer> windows : windows(example)) {
            List<double[]> got = run(engine, example, inputs, windows);
            for (int i = 0; i < wanted.size(); i++) {
                assertArrayEquals(wanted.get(i), got.get(i), tolerance * Math.max(1, Examples.largest(wanted.get(i))),
                        (i == 0 ? "result" : "gradient " + i) + ", windows " + windows);
            }
        }
    }

    /** Each operand alone, then all of them. */
    private static List<Set<Integer>> windows(Example example) {
        Set<Integer> all = IntStream.range(0, example.inputs().size()).boxed().collect(Collectors.toSet());
        List<Set<Integer>> windows = new ArrayList<>(all.stream().map(Set::of).toList());
        windows.add(all);
        return windows;
    }

    private static List<double[]> run(Engine engine, Example example, List<double[]> inputs, Set<Integer> windows) {
        try (Step step = engine.trainingStep()) {
            return Examples.resultAndGradients(step, example, Examples.windows(example, step, inputs, windows));
        }
    }
}
