package gyrus.engine.op.reduce;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
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
    public static Value mean(Value x, int... axes) {
        Tape tape = Ops.tape("mean", x);
        Value y = tape.empty("mean", Ops.reduced("mean", x, axes));
        Maps.reduce(tape, ReduceSpec.Function.MEAN, x, y, false);
        return tape.record(y, List.of(x), List.of(), () -> {
            Value dy = tape.gradient(y);
            double share = (double) y.shape().size() / x.shape().size();
            tape.contribute(x, (dx, accumulate) -> Maps.repeat(tape, share, dy, dx, accumulate));
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
