package gyrus.engine.op.unary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Multiply;
import java.util.List;

/** The sigmoid linear unit, also called swish. */
public final class Silu implements Differentiable {

    /**
     * {@code y = x s} with {@code s = sigmoid(x)}; {@code dx = dy (s + x s (1 - s))}. Elfwing, Uchibe, Doya,
     * Sigmoid-Weighted Linear Units (2017).
     *
     * @param x any shape
     */
    public static Value silu(Value x) {
        Tape tape = Ops.tape("silu", x);
        Value sigmoid = Sigmoid.sigmoid(x);
        Value y = Multiply.multiply(x, sigmoid);
        tape.release(sigmoid);
        return y;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("silu", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> silu(inputs.getFirst())));
    }
}
