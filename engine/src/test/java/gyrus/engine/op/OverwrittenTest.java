package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import gyrus.engine.optimizer.Adam;
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
                Tensor result = Examples.projection(step, (Tensor) example.apply(tensors));
                if (!result.requiresGrad()) {
                    return; // an op without a derivative
                }
                tensors.get(overwritten).set(Arrays.stream(inputs.get(overwritten)).map(value -> 3 * value + 1).toArray());
                result.backward();
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
        parameters.zero();
        Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.1));
        try (Step late = ENGINE.trainingStep(); Step step = ENGINE.trainingStep()) {
            Tensor w = parameters.get("w");
            Tensor product = late.input("x", new Shape(1, 2), new double[] {1, 2}).multiply(w);
            Tensor wrong = product.multiply(w).sum();
            Tensor loss = step.input("x", new Shape(1, 2), new double[] {1, 2}).multiply(w).sum();
            loss.backward();
            adam.update(loss);
            String message = refusal(wrong::backward);
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
        parameters.zero();
        Tensor w = parameters.get("w");
        Optimizer adam = new Optimizer(parameters, Adam.ofRate(0.1));
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.input("x", TWO, new double[] {1, 2});
            Tensor early = x.add(w).square();
            Tensor loss = x.multiply(early).multiply(x).add(w).sum();
            x.set(new double[] {3, 4});
            refusal(() -> loss.backward());
            assertTrue(refusal(() -> adam.update(loss)).contains("gradient of w: it is incomplete because a backward pass failed"));
            assertTrue(refusal(() -> parameters.gradient("w")).contains("zeroGradients()"));
        }
        try (Step step = ENGINE.trainingStep()) {
            parameters.zeroGradients();
            step.input("x", TWO, new double[2]).add(w).sum().backward();
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
            x.copyTo(wide.channels(0, 2));
            for (Tensor again : List.of(x, constant)) {
                String message = refusal(() -> again.copyTo(wide.channels(1, 3)));
                assertTrue(message.contains("wide [1,2], whose channels an op of this step has computed before"), message);
            }
            assertTrue(refusal(() -> wide.set(new double[4])).contains("wide [1,4] is set after an op computed it"));
            constant.copyTo(wide.channels(2, 4));
            assertArrayEquals(new double[] {1, 2, 3, 4}, wide.toDoubles());
        }
    }

    @Test
    void channelsThatAnOpHasReadAreNotComputedLater() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.variable("x", new Shape(1, 2), new double[] {1, 2});
            Tensor wide = step.input("wide", FOUR, new double[] {1, 2, 3, 4});
            wide.channels(0, 2).add(x);
            String message = refusal(() -> x.copyTo(wide.channels(1, 3)));
            assertTrue(message.contains("overwrote channels that an earlier op had read"), message);
        }
    }

    @Test
    void aWriteToAViewIsAWriteToItsTensor() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.variable("x", TWO, new double[] {1, 2});
            Tensor constant = step.input("constant", new Shape(1, 2), new double[] {3, 4});
            Tensor product = x.multiply(constant.reshape(2)).sum();
            constant.reshape(2, 1).set(new double[] {5, 6});
            assertArrayEquals(new double[] {5, 6}, constant.toDoubles());
            assertTrue(refusal(product::backward).contains("constant [2] was overwritten after the op that computed multiply"));
        }
    }

    @Test
    void aViewIsNoOtherTensorToWriteInto() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.variable("x", TWO, new double[] {1, 2});
            Tensor y = x.affine(2, 0);
            Tensor constant = step.input("constant", TWO, new double[2]);
            assertTrue(refusal(() -> constant.copyTo(y.reshape(2))).contains("whose channels an op of this step has computed"));
            assertTrue(assertThrows(IllegalArgumentException.class,
                    () -> constant.copyTo(constant.reshape(1, 2).reshape(2))).getMessage().contains("overlaps"));
        }
    }

    /** Writes are tracked by the channels of the tensor that was reshaped, so half a channel cannot be its first values. */
    @Test
    void aPartOfAnEmptyChannelIsNotWritten() {
        try (Step step = ENGINE.inferenceStep()) {
            Tensor wide = step.empty("wide", new Shape(2, 2));
            Tensor part = wide.reshape(1, 4).channels(0, 1);
            assertEquals("tensor wide [1,1] is written, but it is a part of channels that have no values yet; write into a channel"
                    + " window of the tensor that was reshaped", refusal(() -> part.set(new double[1])));
            wide.set(new double[] {1, 2, 3, 4});
            part.set(new double[1]);
            assertArrayEquals(new double[] {0, 2, 3, 4}, wide.toDoubles());
        }
    }

    @Test
    void aConstantWrittenAgainIsServedWhereNoDerivativeReadsIt() {
        try (Step step = ENGINE.trainingStep()) {
            Tensor x = step.variable("x", TWO, new double[] {1, 2});
            Tensor moving = step.empty("moving", TWO);
            step.input("first", TWO, new double[] {3, 4}).copyTo(moving);
            Tensor first = x.multiply(x.add(moving));
            step.input("second", TWO, new double[] {5, 6}).copyTo(moving);
            first.add(x.add(moving)).sum().backward();
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
            assertTrue(refusal(() -> x.copyTo(variable)).contains("v [2], which is a variable"));
            assertTrue(refusal(() -> x.copyTo(parameters.get("w"))).contains("w [2], which is a parameter"));
        }
        parameters.release();
    }

    @Test
    void aResultDoesNotOverlapItsOperands() {
        for (String device : List.of("reference", "cpu:1")) {
            try (Engine engine = Engine.on(device); Step step = engine.inferenceStep()) {
                Tensor wide = step.input("wide", FOUR, new double[] {1, 2, 3, 4});
                IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                        () -> wide.channels(0, 3).copyTo(wide.channels(1, 4)));
                assertEquals("box copy: y, which it writes to wide [1,3], overlaps x, wide [1,3]; write into a new tensor",
                        refused.getMessage());
                assertThrows(IllegalArgumentException.class, () -> wide.copyTo(wide));
                assertArrayEquals(new double[] {1, 2, 3, 4}, wide.toDoubles());
            }
        }
    }

    @Test
    void unwrittenMemoryIsNotRead() {
        try (Step step = ENGINE.inferenceStep()) {
            Tensor wide = step.empty("wide", FOUR);
            wide.channels(0, 2).set(new double[] {1, 2});
            assertArrayEquals(new double[] {1, 4}, wide.channels(0, 2).square().toDoubles());
            assertEquals("tensor wide [1,2] is read, but some of its channels have no values yet",
                    refusal(() -> wide.channels(1, 3).square()));
            refusal(wide::toFloats);
        }
    }
}
