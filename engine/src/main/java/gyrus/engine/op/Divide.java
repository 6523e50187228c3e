package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The quotient, element by element. */
public final class Divide implements Differentiable {

    /**
     * {@code y = a / b}; {@code da = dy / b, db = -dy y / b}, summed over the axes that an input was broadcast along.
     *
     * @param a any shape
     * @param b the rank of a; along each axis the extents are equal or one of them is 1
     */
    public static Tensor divide(Tensor a, Tensor b) {
        Step step = Ops.step("divide", a, b);
        Shape shape = Ops.broadcast("divide", a, b);
        Tensor y = step.empty("divide", shape);
        Maps.binary(step, BinaryFunction.DIVIDE, a, b, y, false);
        return step.record(y, List.of(a, b), List.of(b, y), () -> {
            Tensor dy = step.gradient(y);
            Maps.contribute(step, a, shape, (da, accumulate) -> Maps.binary(step, BinaryFunction.DIVIDE, dy, b, da, accumulate));
            Maps.contribute(step, b, shape, (db, accumulate) -> {
                Tensor slope = step.empty("y / b", shape);
                Tensor negated = step.empty("-y / b", shape);
                Maps.binary(step, BinaryFunction.DIVIDE, y, b, slope, false);
                Maps.affine(step, -1, 0, slope, negated, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, dy, negated, db, accumulate);
                step.release(slope);
                step.release(negated);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("same shapes", Values.POSITIVE, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> divide(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.POSITIVE, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> divide(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.POSITIVE, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> divide(inputs.get(0), inputs.get(1))));
    }
}
