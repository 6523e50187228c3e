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

/** The square. */
public final class Square implements Differentiable {

    /**
     * {@code y = x^2}; {@code dx = 2 x dy}.
     *
     * @param x any shape
     */
    public static Value square(Value x) {
        Tape tape = Ops.tape("square", x);
        Value y = tape.empty("square", x.shape());
        Maps.unary(tape, UnaryFunction.SQUARE, x, y, false);
        return tape.record(y, List.of(x), List.of(x), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value twice = tape.empty("2 x", x.shape());
                Maps.affine(tape, 2, 0, x, twice, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, twice, dx, accumulate);
                tape.release(twice);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("square", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> square(inputs.getFirst())));
    }
}
