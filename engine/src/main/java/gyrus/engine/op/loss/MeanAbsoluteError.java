package gyrus.engine.op.loss;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Subtract;
import gyrus.engine.op.reduce.Mean;
import gyrus.engine.op.unary.Abs;
import java.util.List;

/** The mean of the absolute differences, also called L1 loss. */
public final class MeanAbsoluteError implements Differentiable {

    /**
     * {@code loss = mean of |x - t|}; {@code dx = sign(x - t) dloss / elements, dt = -dx}.
     *
     * @param x predictions, any shape
     * @param t targets, the same shape
     * @return [1,...,1]
     */
    public static Value meanAbsoluteError(Value x, Value t) {
        Tape tape = Ops.tape("meanAbsoluteError", x, t);
        Ops.requireSameShape("meanAbsoluteError", x, t);
        Value error = Subtract.subtract(x, t);
        Value distance = Abs.abs(error);
        Value loss = Mean.mean(distance);
        tape.release(error, distance);
        return loss;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("any target", Values.DISTINCT, List.of(new Shape(3, 5), new Shape(3, 5)),
                inputs -> meanAbsoluteError(inputs.get(0), inputs.get(1))));
    }
}
