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
            step.contribute(x, (dx, accumulate) -> {
                Tensor mask = step.empty("relu mask", y.shape());
                Tensor zero = step.input("zero", Maps.onesLike(y), new double[] {0});
                Maps.binary(step, BinaryFunction.GREATER, y, zero, mask, false);
                Maps.binary(step, BinaryFunction.MULTIPLY, dy, mask, dx, accumulate);
                step.release(mask);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("relu", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 3, 5)), inputs -> relu(inputs.getFirst())));
    }
}
