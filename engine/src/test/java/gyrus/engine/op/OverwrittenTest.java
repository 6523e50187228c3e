package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Adam;
import gyrus.engine.Differentiable.Example;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values that were overwritten after an op used them never make a wrong gradient: it is the right one, or refused by name. */
final class OverwrittenTest {

    private static final Engine ENGINE = Engine.on("reference");
    private static final Shape TWO = new Shape(2);
    private static final Shape FOUR = new Shape(1, 4);

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @TestFactory
    Stream<DynamicNode> anInputSetBeforeTheBackwardPassIsNotNeededOrRefused() throws Exception {
        return Examples.tests(OverwrittenTest::check);
    }

    private static void check(Example example) {
        List<double[]> inputs = Examples.inputs(example, new Random(3));
        List<double[]> wanted;
        try (Step step = ENGINE.trainingStep()) {
            wanted = Examples.resultAndGradients(step, example, Examples.tensors(example, step, inputs));
        }
        for (int overwritten = 0; overwritten < inputs.size(); overwritten++) {
            try (Step step = ENGINE.trainingStep()) {
                List<Tensor> tensors = Examples.tensors(example, step, inputs);
                Tensor result = Examples.projection(step, example.call().apply(tensors));
                tensors.get(overwritten).set(Arrays.stream(inputs.get(overwritten)).map(value -> 3 * value + 1).toArray());
                step.backward(result);
                int next = 1;
                for (int i = 0; i < tensors.size(); i++) {
                    if (Examples.isDifferentiatedBy(example, i)) {
                        assertArrayEquals(wanted.get(next++), step.gradient(tensors.get(i)).toDoubles(), 1e-12,
                                "input " + overwritten + " was set, gradient of input " + i);
                    }
                }
            } catch (IllegalStateException refused) {
                String message = refused.getMessage();
                assertTrue(message.contains("input " + overwritten) && message.contains("was overwritten"), message);
            }
        }
    }

    private static String refusal(Runnable use) {
        return assertThrows(IllegalStateException.class, use::run).getMessage();
    }

    @Test
    void aParameterMovedBeforeTheBackwardPassIsNamed() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", new Shape(1, 2));
        Parameters parameters = declaration.allocate(ENGINE);
        Adam adam = new Adam(parameters, Adam.Settings.ofRate(0.1));
        try (Step late = ENGINE.trainingStep(); Step step = ENGINE.trainingStep()) {
            Tensor w = parameters.get("w");
            Tensor product = Multiply.multiply(late.input("x", new Shape(1, 2), new double[] {1, 2}), w);
            Tensor wrong = Sum.sum(Multiply.multiply(product, w));
            Tensor loss = Sum.sum(Multiply.multiply(step.input("x", new Shape(1, 2), new double[] {1, 2}), w));
            step.backward(loss);
            adam.update(loss);
            String message = refusal(() -> late.backward(wrong));
            assertTrue(message.startsWith("backward: w [1,2] was overwritten after the op that computed multiply"), message);
        }
        adam.release();
        parameters.release();
    }

    @Test
    void afterABackwardPassThatFailedGradientsAreRefusedUntilTheyAreZeroed() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", TWO);
        Parameters parameters = declaration.allocate(ENGINE);
        Tensor w = parameters.get("w");
        Adam adam = new Adam(parameters, Adam.Settings.ofRate(0.1));
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.input("x", TWO, new double[] {1, 2});
            Tensor early = Square.square(Add.add(x, w));
            Tensor loss = Sum.sum(Add.add(Multiply.multiply(Multiply.multiply(x, early), x), w));
            x.set(new double[] {3, 4});
            refusal(() -> step.backward(loss));
            assertTrue(refusal(() -> adam.update(loss)).contains("gradient of w: it is incomplete because a backward pass failed"));
            assertTrue(refusal(() -> parameters.gradient("w")).contains("zeroGradients()"));
        }
        try (Step step = ENGINE.trainingStep()) {
            parameters.zeroGradients();
            step.backward(Sum.sum(Add.add(step.input("x", TWO, new double[2]), w)));
            assertArrayEquals(new double[] {1, 1}, parameters.gradient("w").toDoubles());
        }
        adam.release();
        parameters.release();
    }

    @Test
    void aChannelIsComputedOnce() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.variable("x", new Shape(1, 2), new double[] {1, 2});
            Tensor constant = step.input("constant", new Shape(1, 2), new double[] {3, 4});
            Tensor wide = step.empty("wide", FOUR);
            Copy.copy(x, wide.channels(0, 2));
            for (Tensor again : List.of(x, constant)) {
                String message = refusal(() -> Copy.copy(again, wide.channels(1, 3)));
                assertTrue(message.contains("wide [1,2], whose channels an op of this step has computed before"), message);
            }
            assertTrue(refusal(() -> wide.set(new double[4])).contains("wide [1,4] is set after an op computed it"));
            Copy.copy(constant, wide.channels(2, 4));
            assertArrayEquals(new double[] {1, 2, 3, 4}, wide.toDoubles());
        }
    }

    @Test
    void channelsThatAnOpHasReadAreNotComputedLater() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.variable("x", new Shape(1, 2), new double[] {1, 2});
            Tensor wide = step.input("wide", FOUR, new double[] {1, 2, 3, 4});
            Add.add(wide.channels(0, 2), x);
            String message = refusal(() -> Copy.copy(x, wide.channels(1, 3)));
            assertTrue(message.contains("overwrote channels that an earlier op had read"), message);
        }
    }

    @Test
    void aConstantWrittenAgainIsServedWhereNoDerivativeReadsIt() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.variable("x", TWO, new double[] {1, 2});
            Tensor moving = step.empty("moving", TWO);
            Copy.copy(step.input("first", TWO, new double[] {3, 4}), moving);
            Tensor first = Multiply.multiply(x, Add.add(x, moving));
            Copy.copy(step.input("second", TWO, new double[] {5, 6}), moving);
            step.backward(Sum.sum(Add.add(first, Add.add(x, moving))));
            assertArrayEquals(new double[] {2 * 1 + 3 + 1, 2 * 2 + 4 + 1}, step.gradient(x).toDoubles());
        }
    }

    @Test
    void variablesAndParametersAreNoOpsResult() {
        Parameters.Declaration declaration = new Parameters.Declaration();
        declaration.add("w", TWO);
        Parameters parameters = declaration.allocate(ENGINE);
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.input("x", TWO, new double[2]);
            Tensor variable = step.variable("v", TWO, new double[2]);
            assertTrue(refusal(() -> Copy.copy(x, variable)).contains("v [2], which is a variable"));
            assertTrue(refusal(() -> Copy.copy(x, parameters.get("w"))).contains("w [2], which is a parameter"));
        }
        parameters.release();
    }

    @Test
    void aResultDoesNotOverlapItsOperands() {
        for (String device : List.of("reference", "cpu:1")) {
            try (Engine engine = Engine.on(device); Step step = engine.inferenceStep()) {
                Tensor wide = step.input("wide", FOUR, new double[] {1, 2, 3, 4});
                IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                        () -> Copy.copy(wide.channels(0, 3), wide.channels(1, 4)));
                assertEquals("box copy: y, which it writes to wide [1,3], overlaps x, wide [1,3]; write into a new tensor",
                        refused.getMessage());
                assertThrows(IllegalArgumentException.class, () -> Copy.copy(wide, wide));
                assertArrayEquals(new double[] {1, 2, 3, 4}, wide.toDoubles());
            }
        }
    }

    @Test
    void whatNobodyWroteIsNotRead() {
        try (Step step = ENGINE.inferenceStep()) {
            Tensor wide = step.empty("wide", FOUR);
            wide.channels(0, 2).set(new double[] {1, 2});
            assertArrayEquals(new double[] {1, 4}, Square.square(wide.channels(0, 2)).toDoubles());
            assertEquals("tensor wide [1,2] is read, but some of its channels have no values yet",
                    refusal(() -> Square.square(wide.channels(1, 3))));
            refusal(wide::toFloats);
        }
    }
}
