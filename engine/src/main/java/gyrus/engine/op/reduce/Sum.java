package gyrus.engine.op.reduce;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
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
    public static Value sum(Value x, int... axes) {
        Tape tape = Ops.tape("sum", x);
        Value y = tape.empty("sum", Ops.reduced("sum", x, axes));
        Maps.reduce(tape, ReduceSpec.Function.SUM, x, y, false);
        return tape.record(y, List.of(x), List.of(), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> Maps.repeat(tape, 1, dy, dx, accumulate));
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
