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

/** Launches of element-wise kernels for forward passes and derivatives; {@code (+)=} is {@code +=} if accumulate is set. */
final class Maps {

    private Maps() {}

    /** Computes {@code y (+)= f(x)}. */
    static void unary(Step step, UnaryFunction function, Tensor x, Tensor y, boolean accumulate) {
        step.launch(new UnaryMap(), new UnarySpec(function, 1, 0, x.extent(), y.extent(), accumulate), x, y);
    }

    /** Computes {@code y (+)= scale x + shift}. */
    static void affine(Step step, double scale, double shift, Tensor x, Tensor y, boolean accumulate) {
        step.launch(new UnaryMap(),
                new UnarySpec(UnaryFunction.IDENTITY, scale, shift, x.extent(), y.extent(), accumulate), x, y);
    }

    /** Computes {@code y (+)= f(a, b)}; extents of 1 broadcast. */
    static void binary(Step step, BinaryFunction function, Tensor a, Tensor b, Tensor y, boolean accumulate) {
        step.launch(new BinaryMap(), new BinarySpec(function, a.layout(), b.layout(), y.layout(), accumulate), a, b, y);
    }

    /** Computes {@code y (+)= factor x}; extents of 1 in x broadcast. */
    static void repeat(Step step, double factor, Tensor x, Tensor y, boolean accumulate) {
        Tensor factors = step.empty("factor", onesLike(y));
        step.launch(new Fill(), new FillSpec(factors.extent(), factor), factors);
        binary(step, BinaryFunction.MULTIPLY, x, factors, y, accumulate);
        step.release(factors);
    }

    /** Returns the shape [1,...,1] of the tensor's rank. */
    static Shape onesLike(Tensor tensor) {
        int[] extents = new int[tensor.shape().rank()];
        Arrays.fill(extents, 1);
        return new Shape(extents);
    }

    /**
     * Contributes to the gradient of an input that may have been broadcast to the result's shape; the contribution is summed over
     * the broadcast axes.
     */
    static void contribute(Step step, Tensor input, Shape result, Step.Contribution contribution) {
        if (input.shape().equals(result) || !input.requiresGrad()) {
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
