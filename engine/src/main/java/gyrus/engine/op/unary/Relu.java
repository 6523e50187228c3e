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

/** The positive part. */
public final class Relu implements Differentiable {

    /**
     * {@code y = max(x, 0)}; {@code dx = dy where y > 0, else 0}.
     *
     * @param x any shape
     */
    public static Value relu(Value x) {
        Tape tape = Ops.tape("relu", x);
        Value y = tape.empty("relu", x.shape());
        Maps.unary(tape, UnaryFunction.RELU, x, y, false);
        return tape.record(y, List.of(x), List.of(y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> // y is never negative, so the sign decides
            Maps.binary(tape, BinaryFunction.SIGN_TRANSFER, dy, y, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("relu", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 3, 5)), inputs -> relu(inputs.getFirst())));
    }
}
