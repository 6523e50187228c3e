package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The exponential function. */
public final class Exp implements Differentiable {

    /**
     * {@code y = exp(x)}; {@code dx = dy y}.
     *
     * @param x any shape
     */
    public static Tensor exp(Tensor x) {
        Step step = Ops.step("exp", x);
        Tensor y = step.empty("exp", x.shape());
        Maps.unary(step, UnaryFunction.EXP, x, y, false);
        return step.record(y, List.of(x), List.of(y), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> {
                Maps.binary(step, BinaryFunction.MULTIPLY, dy, y, dx, accumulate);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("exp", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> exp(inputs.getFirst())));
    }
}
