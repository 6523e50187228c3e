package gyrus.engine.op.reduce;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.unary.Sqrt;
import java.util.List;

/** The standard deviation over some axes. */
public final class StandardDeviation implements Differentiable {

    /**
     * {@code y = sqrt(variance)}; {@code dx = (x - mean) dy / ((count - correction) y)}. The derivative is not finite where all
     * elements are equal.
     *
     * @param x any shape
     * @param correction 1 for the unbiased variance (PyTorch's default), 0 for the mean of the squares
     * @param axes the axes to reduce, which keep extent 1; negative axes count from the innermost; without axes the result is that
     *     of all elements, of shape [1,...,1]
     */
    public static Value standardDeviation(Value x, int correction, int... axes) {
        Tape tape = Ops.tape("standardDeviation", x);
        Value variance = Variance.variance(x, correction, axes);
        Value y = Sqrt.sqrt(variance);
        tape.release(variance);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of all", Values.NORMAL, List.of(new Shape(2, 3, 4)), inputs -> standardDeviation(inputs.getFirst(), 1)),
                Example.of("of columns", Values.NORMAL, List.of(new Shape(4, 5)),
                        inputs -> standardDeviation(inputs.getFirst(), 0, 0)));
    }
}
