package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The square. */
public final class Square implements Differentiable {

    /**
     * {@code y = x^2}; {@code dx = 2 x dy}.
     *
     * @param x any shape
     */
    public static Tensor square(Tensor x) {
        Step step = Ops.step("square", x);
        Tensor y = step.empty("square", x.shape());
        Maps.unary(step, UnaryFunction.SQUARE, x, y, false);
        return step.record(y, List.of(x), List.of(x), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> {
                Tensor twice = step.empty("2 x", x.shape());
                Maps.affine(step, 2, 0, x, twice, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, dy, twice, dx, accumulate);
                step.release(twice);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("square", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> square(inputs.getFirst())));
    }
}
