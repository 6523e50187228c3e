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

/** The hyperbolic tangent. */
public final class Tanh implements Differentiable {

    /**
     * {@code y = tanh x}; {@code dx = dy (1 - y^2)}.
     *
     * @param x any shape
     */
    public static Value tanh(Value x) {
        Tape tape = Ops.tape("tanh", x);
        Value y = tape.empty("tanh", x.shape());
        Maps.unary(tape, UnaryFunction.TANH, x, y, false);
        return tape.record(y, List.of(x), List.of(y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value square = tape.empty("y^2", y.shape());
                Value slope = tape.empty("1 - y^2", y.shape());
                Maps.unary(tape, UnaryFunction.SQUARE, y, square, false);
                Maps.affine(tape, -1, 1, square, slope, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, slope, dx, accumulate);
                tape.release(square, slope);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("tanh", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> tanh(inputs.getFirst())));
    }
}
