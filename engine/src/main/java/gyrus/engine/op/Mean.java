package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;

/** The mean over some axes. */
public final class Mean implements Differentiable {

    /**
     * {@code y = mean of x over the axes}; {@code dx = dy / count, broadcast}.
     *
     * @param x any shape
     * @param axes the axes to average over, which keep extent 1; negative axes count from the innermost; without axes the
     *     result is the mean of all elements, of shape [1,...,1]
     */
    public static Tensor mean(Tensor x, int... axes) {
        Step step = Ops.step("mean", x);
        Tensor y = step.empty("mean", Ops.reduced("mean", x, axes));
        step.launch(new Reduce(), new ReduceSpec(ReduceSpec.Function.MEAN, x.layout(), y.layout(), false), x, y);
        return step.record(y, List.of(x), List.of(), () -> {
            Tensor dy = step.gradient(y);
            double share = (double) y.shape().size() / x.shape().size();
            step.contribute(x, (dx, accumulate) -> Maps.repeat(step, share, dy, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of all", Values.NORMAL, List.of(new Shape(2, 3, 4)), inputs -> mean(inputs.getFirst())),
                Example.of("over the outermost", Values.NORMAL, List.of(new Shape(4, 3, 5)), inputs -> mean(inputs.getFirst(), 0)),
                Example.of("over two axes", Values.NORMAL, List.of(new Shape(2, 3, 4, 2)),
                        inputs -> mean(inputs.getFirst(), 1, 3)));
    }
}
