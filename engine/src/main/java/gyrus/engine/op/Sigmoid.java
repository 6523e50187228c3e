package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The logistic function. */
public final class Sigmoid implements Differentiable {

    /**
     * {@code y = 1 / (1 + exp(-x))}; {@code dx = dy y (1 - y)}.
     *
     * @param x any shape
     */
    public static Tensor sigmoid(Tensor x) {
        Step step = Ops.step("sigmoid", x);
        Tensor y = step.empty("sigmoid", x.shape());
        Maps.unary(step, UnaryFunction.SIGMOID, x, y, false);
        return step.record(y, List.of(x), List.of(y), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> {
                Tensor rest = step.empty("1 - y", y.shape());
                Tensor slope = step.empty("sigmoid slope", y.shape());
                Maps.affine(step, -1, 1, y, rest, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, rest, y, slope, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, dy, slope, dx, accumulate);
                step.release(rest);
                step.release(slope);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("sigmoid", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> sigmoid(inputs.getFirst())));
    }
}
