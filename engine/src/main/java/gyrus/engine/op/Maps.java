package gyrus.engine.op;

import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.binary.BinaryMap;
import gyrus.kernels.map.binary.BinarySpec;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.map.unary.UnaryMap;
import gyrus.kernels.map.unary.UnarySpec;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.Arrays;

/** Element-wise kernels on tensors: what forward passes and derivatives of element-wise ops are made of. */
final class Maps {

    private Maps() {}

    /** {@code y (+)= f(x)}. */
    static void unary(Step step, UnaryFunction function, Tensor x, Tensor y, boolean accumulate) {
        step.launch(new UnaryMap(), new UnarySpec(function, 1, 0, x.extent(), y.extent(), accumulate), x, y);
    }

    /** {@code y (+)= scale x + shift}. */
    static void affine(Step step, double scale, double shift, Tensor x, Tensor y, boolean accumulate) {
        step.launch(new UnaryMap(),
                new UnarySpec(UnaryFunction.IDENTITY, scale, shift, x.extent(), y.extent(), accumulate), x, y);
    }

    /** {@code y (+)= f(a, b)}, with extents of 1 repeated. */
    static void binary(Step step, BinaryFunction function, Tensor a, Tensor b, Tensor y, boolean accumulate) {
        step.launch(new BinaryMap(), new BinarySpec(function, a.layout(), b.layout(), y.layout(), accumulate), a, b, y);
    }

    /** {@code y (+)= factor x}, x being repeated along its extents of 1. */
    static void repeat(Step step, double factor, Tensor x, Tensor y, boolean accumulate) {
        Tensor factors = step.empty("factor", onesLike(y));
        step.launch(new Fill(), new FillSpec(factors.extent(), factor), factors);
        binary(step, BinaryFunction.MULTIPLY, x, factors, y, accumulate);
        step.release(factors);
    }

    /** The shape with as many axes, all of extent 1: a scalar that broadcasts. */
    static Shape onesLike(Tensor tensor) {
        int[] extents = new int[tensor.shape().rank()];
        Arrays.fill(extents, 1);
        return new Shape(extents);
    }

    /**
     * A contribution of the result's shape to an input that may have been repeated: where it was, the contribution is summed
     * over the repeats.
     */
    static void contribute(Step step, Tensor input, Shape result, Step.Contribution contribution) {
        if (input.shape().equals(result) || !input.isDifferentiable()) {
            step.contribute(input, contribution);
            return;
        }
        Tensor repeated = step.empty("repeated gradient", result);
        contribution.write(repeated, false);
        step.contribute(input, (dx, accumulate) -> step.launch(new Reduce(),
                new ReduceSpec(ReduceSpec.Function.SUM, repeated.layout(), dx.layout(), accumulate), repeated, dx));
        step.release(repeated);
    }
}
