package gyrus.engine.op.unary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** The absolute value. */
public final class Abs implements Differentiable {

    /**
     * {@code y = |x|}; {@code dx = dy sign(x), 0 at x = 0}.
     *
     * @param x any shape
     */
    public static Value abs(Value x) {
        Tape tape = Ops.tape("abs", x);
        Value y = tape.empty("abs", x.shape());
        Maps.unary(tape, UnaryFunction.ABS, x, y, false);
        return tape.record(y, List.of(x), List.of(x), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> Maps.binary(tape, BinaryFunction.SIGN_TRANSFER, dy, x, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("abs", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 3, 5)), inputs -> abs(inputs.getFirst())));
    }
}
