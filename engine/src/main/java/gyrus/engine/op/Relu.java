package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The positive part. */
public final class Relu implements Differentiable {

    /**
     * {@code y = max(x, 0)}; {@code dx = dy where y > 0, else 0}.
     *
     * @param x any shape
     */
    public static Tensor relu(Tensor x) {
        Step step = Ops.step("relu", x);
        Tensor y = step.empty("relu", x.shape());
        Maps.unary(step, UnaryFunction.RELU, x, y, false);
        return step.record(y, List.of(x), List.of(y), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> // y is never negative, so the sign decides
                    Maps.binary(step, BinaryFunction.SIGN_TRANSFER, dy, y, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("relu", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 3, 5)), inputs -> relu(inputs.getFirst())));
    }
}
