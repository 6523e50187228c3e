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

/** The square root. */
public final class Sqrt implements Differentiable {

    /**
     * {@code y = sqrt(x), x >= 0}; {@code dx = dy / (2 y)}.
     *
     * @param x any shape
     */
    public static Value sqrt(Value x) {
        Tape tape = Ops.tape("sqrt", x);
        Value y = tape.empty("sqrt", x.shape());
        Maps.unary(tape, UnaryFunction.SQRT, x, y, false);
        return tape.record(y, List.of(x), List.of(y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value twice = tape.empty("2 sqrt", y.shape());
                Maps.affine(tape, 2, 0, y, twice, false);
                Maps.binary(tape, BinaryFunction.DIVIDE, dy, twice, dx, accumulate);
                tape.release(twice);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("sqrt", Values.POSITIVE, List.of(new Shape(2, 3, 5)), inputs -> sqrt(inputs.getFirst())));
    }
}
