package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** The sum, element by element. */
public final class Add implements Differentiable {

    /**
     * {@code y = a + b}; {@code da = dy, db = dy}, summed over the axes that an input was broadcast along.
     *
     * @param a any shape
     * @param b the rank of a; along each axis the extents are equal or one of them is 1
     */
    public static Tensor add(Tensor a, Tensor b) {
        Step step = Ops.step("add", a, b);
        Shape shape = Ops.broadcast("add", a, b);
        Tensor y = step.empty("add", shape);
        Maps.binary(step, BinaryFunction.ADD, a, b, y, false);
        return step.record(y, List.of(a, b), List.of(), () -> {
            Tensor dy = step.gradient(y);
            Maps.contribute(step, a, shape, (da, accumulate) -> Maps.affine(step, 1, 0, dy, da, accumulate));
            Maps.contribute(step, b, shape, (db, accumulate) -> Maps.affine(step, 1, 0, dy, db, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("same shapes", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(2, 3, 4)),
                        inputs -> add(inputs.get(0), inputs.get(1))),
                Example.of("a row repeated", Values.NORMAL, List.of(new Shape(2, 3, 4), new Shape(1, 1, 4)),
                        inputs -> add(inputs.get(0), inputs.get(1))),
                Example.of("both repeated", Values.NORMAL, List.of(new Shape(3, 1), new Shape(1, 5)),
                        inputs -> add(inputs.get(0), inputs.get(1))));
    }
}
