package gyrus.engine.op.reduce;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.unary.Affine;
import java.util.List;

/** The minimum over some axes. */
public final class Min implements Differentiable {

    /**
     * {@code y = min of x over the axes}; {@code dx = dy at the minima, else 0}, divided evenly among equal minima, as in PyTorch's
     * amin. It is the negated {@link Max maximum} of -x.
     *
     * @param x any shape
     * @param axes the axes to search, which keep extent 1; negative axes count from the innermost; without axes the result is the
     *     minimum of all elements, of shape [1,...,1]
     */
    public static Value min(Value x, int... axes) {
        Tape tape = Ops.tape("min", x);
        Value negated = Affine.affine(x, -1, 0);
        Value most = Max.max(negated, axes);
        Value y = Affine.affine(most, -1, 0);
        tape.release(negated, most);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of all", Values.DISTINCT, List.of(new Shape(2, 3, 4)), inputs -> min(inputs.getFirst())),
                Example.of("over the innermost", Values.DISTINCT, List.of(new Shape(4, 5)), inputs -> min(inputs.getFirst(), -1)));
    }
}
