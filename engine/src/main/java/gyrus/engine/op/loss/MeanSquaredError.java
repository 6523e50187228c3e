package gyrus.engine.op.loss;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Subtract;
import gyrus.engine.op.reduce.Mean;
import gyrus.engine.op.unary.Square;
import java.util.List;

/** The mean of the squared differences. */
public final class MeanSquaredError implements Differentiable {

    /**
     * {@code loss = mean of (x - t)^2}; {@code dx = 2 (x - t) dloss / elements, dt = -dx}.
     *
     * @param x predictions, any shape
     * @param t targets, the same shape
     * @return [1,...,1]
     */
    public static Value meanSquaredError(Value x, Value t) {
        Tape tape = Ops.tape("meanSquaredError", x, t);
        Ops.requireSameShape("meanSquaredError", x, t);
        Value error = Subtract.subtract(x, t);
        Value squares = Square.square(error);
        Value loss = Mean.mean(squares);
        tape.release(error, squares);
        return loss;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("any target", Values.NORMAL, List.of(new Shape(3, 5), new Shape(3, 5)),
                inputs -> meanSquaredError(inputs.get(0), inputs.get(1))));
    }
}
