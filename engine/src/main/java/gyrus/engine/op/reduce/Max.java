package gyrus.engine.op.reduce;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;

/** The maximum over some axes. */
public final class Max implements Differentiable {

    /**
     * {@code y = max of x over the axes}; {@code dx = dy at the maxima, else 0}, divided evenly among equal maxima, as in PyTorch's
     * amax.
     *
     * @param x any shape
     * @param axes the axes to search, which keep extent 1; negative axes count from the innermost; without axes the result is the
     *     maximum of all elements, of shape [1,...,1]
     */
    public static Value max(Value x, int... axes) {
        Tape tape = Ops.tape("max", x);
        Value y = tape.empty("max", Ops.reduced("max", x, axes));
        Maps.reduce(tape, ReduceSpec.Function.MAX, x, y, false);
        return tape.record(y, List.of(x), List.of(x, y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value isMost = tape.empty("x = max", x.shape());
                Maps.binary(tape, BinaryFunction.EQUAL, x, y, isMost, false);
                Value count = tape.empty("number of maxima", y.shape());
                Maps.reduce(tape, ReduceSpec.Function.SUM, isMost, count, false);
                Value share = tape.empty("dy / number", y.shape());
                Maps.binary(tape, BinaryFunction.DIVIDE, dy, count, share, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, isMost, share, dx, accumulate);
                tape.release(isMost, count, share);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of all", Values.DISTINCT, List.of(new Shape(2, 3, 4)), inputs -> max(inputs.getFirst())),
                Example.of("over the outermost", Values.DISTINCT, List.of(new Shape(4, 3, 5)), inputs -> max(inputs.getFirst(), 0)),
                Example.of("over two axes", Values.DISTINCT, List.of(new Shape(2, 3, 4, 2)),
                        inputs -> max(inputs.getFirst(), 1, 3)));
    }
}
