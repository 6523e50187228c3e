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

/** The natural logarithm. */
public final class Log implements Differentiable {

    /**
     * {@code y = ln x, x > 0}; {@code dx = dy / x}.
     *
     * @param x any shape
     */
    public static Value log(Value x) {
        Tape tape = Ops.tape("log", x);
        Value y = tape.empty("log", x.shape());
        Maps.unary(tape, UnaryFunction.LOG, x, y, false);
        return tape.record(y, List.of(x), List.of(x), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Maps.binary(tape, BinaryFunction.DIVIDE, dy, x, dx, accumulate);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("log", Values.POSITIVE, List.of(new Shape(2, 3, 5)), inputs -> log(inputs.getFirst())));
    }
}
