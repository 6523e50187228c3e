package gyrus.engine.op.unary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import java.util.List;

/** Elements limited to a range. */
public final class Clamp implements Differentiable {

    /**
     * {@code y = min(max(x, low), high)}; {@code dx = dy where low <= x <= high, else 0}.
     *
     * @param x any shape
     * @param low the least value
     * @param high the largest value
     */
    public static Value clamp(Value x, double low, double high) {
        Tape tape = Ops.tape("clamp", x);
        Ops.require(low <= high, "clamp", () -> "the range is " + low + " to " + high + "; its begin must not exceed its end");
        Value raised = limited(tape, BinaryFunction.MAXIMUM, x, low);
        Value y = limited(tape, BinaryFunction.MINIMUM, raised, high);
        tape.release(raised);
        return tape.record(y, List.of(x), List.of(x, y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value isInside = tape.empty("x = y", x.shape());
                Maps.binary(tape, BinaryFunction.EQUAL, x, y, isInside, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, isInside, dx, accumulate);
                tape.release(isInside);
            });
        });
    }

    private static Value limited(Tape tape, BinaryFunction function, Value x, double limit) {
        Value number = Maps.number(tape, limit);
        Value y = tape.empty("clamp", x.shape());
        Maps.binary(tape, function, x, number, y, false);
        tape.release(number);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("between -0.51 and 0.5", Values.DISTINCT, List.of(new Shape(2, 5, 8)),
                inputs -> clamp(inputs.getFirst(), -0.51, 0.51)));
    }
}
