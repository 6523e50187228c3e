package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The natural logarithm. */
public final class Log implements Differentiable {

    /**
     * {@code y = ln x, x > 0}; {@code dx = dy / x}.
     *
     * @param x any shape
     */
    public static Tensor log(Tensor x) {
        Step step = Ops.step("log", x);
        Tensor y = step.empty("log", x.shape());
        Maps.unary(step, UnaryFunction.LOG, x, y, false);
        return step.record(y, List.of(x), List.of(x), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> {
                Maps.binary(step, BinaryFunction.DIVIDE, dy, x, dx, accumulate);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("log", Values.POSITIVE, List.of(new Shape(2, 3, 5)), inputs -> log(inputs.getFirst())));
    }
}
