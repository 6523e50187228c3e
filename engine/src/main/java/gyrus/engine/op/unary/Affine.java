package gyrus.engine.op.unary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import java.util.List;

/** Multiplication by a number and addition of another. */
public final class Affine implements Differentiable {

    /**
     * {@code y = scale x + shift}; {@code dx = scale dy}.
     *
     * @param x any shape
     */
    public static Value affine(Value x, double scale, double shift) {
        Tape tape = Ops.tape("affine", x);
        Value y = tape.empty("affine", x.shape());
        Maps.affine(tape, scale, shift, x, y, false);
        return tape.record(y, List.of(x), List.of(), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> Maps.affine(tape, scale, 0, dy, dx, accumulate));
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("affine", Values.NORMAL, List.of(new Shape(2, 3, 5)),
                inputs -> affine(inputs.getFirst(), -2.5, 0.75)));
    }
}
