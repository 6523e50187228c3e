package gyrus.engine.op;

import gyrus.engine.Differentiable;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;

/** The sum over some axes. */
public final class Sum implements Differentiable {

    /**
     * {@code y = sum of x over the axes}; {@code dx = dy, broadcast}.
     *
     * @param x any shape
     * @param axes the axes to sum over, which keep extent 1; negative axes count from the innermost; without axes the
     *     result is the sum of all elements, of shape [1,...,1]
     */
    public static Tensor sum(Tensor x, int... axes) {
        Step step = Ops.step("sum", x);
        Tensor y = step.empty("sum", Ops.reduced("sum", x, axes));
        step.launch(new Reduce(), new ReduceSpec(ReduceSpec.Function.SUM, x.layout(), y.layout(), false), x, y);
        return step.record(y, List.of(x), List.of(), () -> {
            Tensor dy = step.gradient(y);
            step.contribute(x, (dx, accumulate) -> Maps.repeat(step, 1, dy, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of all", Values.NORMAL, List.of(new Shape(2, 3, 4)), inputs -> sum(inputs.getFirst())),
                Example.of("over the outermost", Values.NORMAL, List.of(new Shape(4, 3, 5)), inputs -> sum(inputs.getFirst(), 0)),
                Example.of("over two axes", Values.NORMAL, List.of(new Shape(2, 3, 4, 2)), inputs -> sum(inputs.getFirst(), 1, 3)));
    }
}
