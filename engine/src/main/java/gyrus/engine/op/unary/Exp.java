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

/** The exponential function. */
public final class Exp implements Differentiable {

    /**
     * {@code y = exp(x)}; {@code dx = dy y}.
     *
     * @param x any shape
     */
    public static Value exp(Value x) {
        Tape tape = Ops.tape("exp", x);
        Value y = tape.empty("exp", x.shape());
        Maps.unary(tape, UnaryFunction.EXP, x, y, false);
        return tape.record(y, List.of(x), List.of(y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, y, dx, accumulate);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("exp", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> exp(inputs.getFirst())));
    }
}
