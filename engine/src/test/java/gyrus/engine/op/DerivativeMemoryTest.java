package gyrus.engine.op;

import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.Engine;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.op.Differentiable.Example;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** A derivative releases its intermediate results: a backward pass leaves the variables, their gradients and fixed inputs. */
final class DerivativeMemoryTest {

    @TestFactory
    Stream<DynamicNode> aBackwardPassLeavesNoTemporaries() throws Exception {
        return Examples.tests(DerivativeMemoryTest::check);
    }

    private static void check(Example example) {
        List<double[]> inputs = Examples.inputs(example, new Random(5));
        int differentiable = 1; // the loss
        int fixed = 0;
        for (int i = 0; i < inputs.size(); i++) {
            if (Examples.isDifferentiatedBy(example, i)) {
                differentiable += inputs.get(i).length;
            } else {
                fixed += inputs.get(i).length;
            }
        }
        try (Engine engine = Engine.on("reference"); Step step = engine.trainingStep()) {
            List<Tensor> tensors = Examples.tensors(example, step, inputs);
            Tensor result = Examples.projection(step, (Tensor) example.apply(tensors));
            if (!result.requiresGrad()) {
                return; // an op without a derivative
            }
            result.backward();
            long elements = engine.liveBytes() / Double.BYTES;
            assertTrue(elements >= 2L * differentiable, elements + " elements are alive, with gradients " + 2 * differentiable);
            assertTrue(elements <= 2L * differentiable + fixed, elements + " elements are alive, with gradients "
                    + 2 * differentiable + ", fixed " + fixed);
        }
    }
}
