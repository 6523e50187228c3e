package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The larger of two, element by element. */
public final class Maximum implements Differentiable {

    /**
     * {@code y = max(a, b)}; {@code da = dy where a > b, db = dy where b > a}, and half of dy each where they are equal (as in
     * PyTorch), summed over the axes that an input was broadcast along.
     *
     * @param a any shape
     * @param b the rank of a; along each axis the extents are equal or one of them is 1
     */
    public static Tensor maximum(Tensor a, Tensor b) {
        Step step = Ops.step("maximum", a, b);
        Shape shape = Ops.broadcast("maximum", a, b);
        Tensor y = step.empty("maximum", shape);
        Maps.binary(step, BinaryFunction.MAXIMUM, a, b, y, false);
        return step.record(y, List.of(a, b), List.of(a, b), () -> {
            Tensor dy = step.gradient(y);
            Maps.contribute(step, a, shape, (da, accumulate) -> weighted(step, dy, b, a, da, accumulate));
            Maps.contribute(step, b, shape, (db, accumulate) -> weighted(step, dy, a, b, db, accumulate));
        });
    }

    /** Computes {@code gradient (+)= dy} for elements that are larger than the other tensor's, and half of dy for equal ones. */
    private static void weighted(Step step, Tensor dy, Tensor other, Tensor self, Tensor gradient, boolean accumulate) {
        Tensor where = step.empty("other > self, other = self", dy.shape());
        Tensor weight = step.empty("maximum's weight", dy.shape());
        Maps.binary(step, BinaryFunction.GREATER, other, self, where, false);
        Maps.affine(step, -1, 1, where, weight, false);
        Maps.binary(step, BinaryFunction.EQUAL, other, self, where, false);
        Maps.affine(step, -0.5, 0, where, weight, true);
        Maps.binary(step, BinaryFunction.MULTIPLY, dy, weight, gradient, accumulate);
        step.release(where);
        step.release(weight);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of a tensor and itself", Values.NORMAL, List.of(new Shape(2, 5)),
                        inputs -> maximum(inputs.get(0), inputs.get(0))),
                Example.of("same shapes", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> maximum(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> maximum(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.DISTINCT, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> maximum(inputs.get(0), inputs.get(1))));
    }
}
