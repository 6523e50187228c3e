package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import java.util.List;

/** Multiplication by a number and addition of another. */
public final class Affine implements Differentiable {

    /**
     * {@code y = scale x + shift}; {@code dx = scale dy}.
     *
     * @param x any shape
     */
    public static Tensor affine(Tensor x, double scale, double shift) {
        Step step = Ops.step("affine", x);
        Tensor y = step.empty("affine", x.shape());
        Maps.affine(step, scale, shift, x, y, false);
        return step.record(y, List.of(x), List.of(), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> Maps.affine(step, scale, 0, dy, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("affine", Values.NORMAL, List.of(new Shape(2, 3, 5)),
                inputs -> affine(inputs.getFirst(), -2.5, 0.75)));
    }
}
