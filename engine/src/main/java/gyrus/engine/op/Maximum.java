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
     * {@code y = max(a, b)}; {@code da = dy where a > b, db = dy elsewhere}, summed over the axes along which an input was
     * repeated.
     *
     * @param a any shape
     * @param b the same rank, extents equal to a's or 1; as a's may be 1
     */
    public static Tensor maximum(Tensor a, Tensor b) {
        Step step = Ops.step("maximum", a, b);
        Shape shape = Ops.broadcast("maximum", a, b);
        Tensor y = step.empty("maximum", shape);
        Maps.binary(step, BinaryFunction.MAXIMUM, a, b, y, false);
        return step.record(y, List.of(a, b), List.of(a, b), () -> {
            Tensor dy = step.gradient(y);
            Maps.contribute(step, a, shape, (da, accumulate) -> {
                Tensor larger = step.empty("a > b", shape);
                Maps.binary(step, BinaryFunction.GREATER, a, b, larger, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, dy, larger, da, accumulate);
                step.release(larger);
            });
            Maps.contribute(step, b, shape, (db, accumulate) -> {
                Tensor larger = step.empty("a > b", shape);
                Maps.binary(step, BinaryFunction.GREATER, a, b, larger, false);
                Maps.affine(step, -1, 1, larger, larger, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, dy, larger, db, accumulate);
                step.release(larger);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("same shapes", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> maximum(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.DISTINCT, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> maximum(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.DISTINCT, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> maximum(inputs.get(0), inputs.get(1))));
    }
}
