package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The absolute value. */
public final class Abs implements Differentiable {

    /**
     * {@code y = |x|}; {@code dx = dy sign(x), 0 at x = 0}.
     *
     * @param x any shape
     */
    public static Tensor abs(Tensor x) {
        Step step = Ops.step("abs", x);
        Tensor y = step.empty("abs", x.shape());
        Maps.unary(step, UnaryFunction.ABS, x, y, false);
        return step.record(y, List.of(x), List.of(x), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) ->
                    Maps.binary(step, BinaryFunction.SIGN_TRANSFER, dy, x, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("abs", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 3, 5)), inputs -> abs(inputs.getFirst())));
    }
}
