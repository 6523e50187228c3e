package gyrus.engine.op.reduce;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Subtract;
import gyrus.engine.op.unary.Affine;
import gyrus.engine.op.unary.Square;
import java.util.List;

/** The variance over some axes. */
public final class Variance implements Differentiable {

    /**
     * {@code y = sum of (x - mean)^2 over the axes / (count - correction)}; {@code dx = 2 (x - mean) dy / (count - correction)}.
     *
     * @param x any shape
     * @param correction 1 for the unbiased estimate (PyTorch's default), 0 for the mean of the squares
     * @param axes the axes to reduce, which keep extent 1; negative axes count from the innermost; without axes the result is the
     *     variance of all elements, of shape [1,...,1]
     */
    public static Value variance(Value x, int correction, int... axes) {
        Tape tape = Ops.tape("variance", x);
        int count = x.shape().size() / Ops.reduced("variance", x, axes).size();
        Ops.require(correction >= 0 && correction < count, "variance", () -> "the correction " + correction + " of " + count
                + " elements each of " + x + "; it must be at least 0 and less than their number");
        Value mean = Mean.mean(x, axes);
        Value centred = Subtract.subtract(x, mean);
        Value squares = Square.square(centred);
        Value average = Mean.mean(squares, axes);
        Value y = Affine.affine(average, (double) count / (count - correction), 0);
        tape.release(mean, centred, squares, average);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of all", Values.NORMAL, List.of(new Shape(2, 3, 4)), inputs -> variance(inputs.getFirst(), 1)),
                Example.of("of rows, as a mean of squares", Values.NORMAL, List.of(new Shape(4, 5)),
                        inputs -> variance(inputs.getFirst(), 0, -1)));
    }
}
