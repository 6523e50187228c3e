package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The square root. */
public final class Sqrt implements Differentiable {

    /**
     * {@code y = sqrt(x), x >= 0}; {@code dx = dy / (2 y)}.
     *
     * @param x any shape
     */
    public static Tensor sqrt(Tensor x) {
        Step step = Ops.step("sqrt", x);
        Tensor y = step.empty("sqrt", x.shape());
        Maps.unary(step, UnaryFunction.SQRT, x, y, false);
        return step.record(y, List.of(x), List.of(y), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> {
                Tensor twice = step.empty("2 sqrt", y.shape());
                Maps.affine(step, 2, 0, y, twice, false);
                Maps.binary(step, BinaryFunction.DIVIDE, dy, twice, dx, accumulate);
                step.release(twice);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("sqrt", Values.POSITIVE, List.of(new Shape(2, 3, 5)), inputs -> sqrt(inputs.getFirst())));
    }
}
