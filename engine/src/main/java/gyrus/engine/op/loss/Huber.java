package gyrus.engine.op.loss;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.binary.Multiply;
import gyrus.engine.op.binary.Subtract;
import gyrus.engine.op.reduce.Mean;
import gyrus.engine.op.unary.Affine;
import gyrus.engine.op.unary.Clamp;
import java.util.List;

/** The Huber loss: squared for small differences, absolute for large ones. */
public final class Huber implements Differentiable {

    /**
     * {@code loss = mean of e^2 / 2 where |e| < delta, else delta (|e| - delta / 2)} with {@code e = x - t};
     * {@code dx = min(max(e, -delta), delta) dloss / elements, dt = -dx}. Huber, Robust Estimation of a Location Parameter (1964).
     *
     * @param x predictions, any shape
     * @param t targets, the same shape
     * @param delta the difference from which on the loss is linear; PyTorch's default is 1
     * @return [1,...,1]
     */
    public static Value huber(Value x, Value t, double delta) {
        Tape tape = Ops.tape("huber", x, t);
        Ops.requireSameShape("huber", x, t);
        Ops.require(delta > 0, "huber", () -> "delta is " + delta + "; it must be more than 0");
        Value error = Subtract.subtract(x, t);
        Value near = Clamp.clamp(error, -delta, delta);
        Value rest = Affine.affine(near, -0.5, 0);
        Value distance = Add.add(error, rest);
        Value losses = Multiply.multiply(near, distance); // near (e - near / 2)
        Value loss = Mean.mean(losses);
        tape.release(error, near, rest, distance, losses);
        return loss;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("small and large differences", Values.NORMAL, List.of(new Shape(3, 5), new Shape(3, 5)),
                inputs -> huber(inputs.get(0), inputs.get(1), 0.7)));
    }
}
