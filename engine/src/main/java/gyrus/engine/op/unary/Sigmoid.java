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

/** The logistic function. */
public final class Sigmoid implements Differentiable {

    /**
     * {@code y = 1 / (1 + exp(-x))}; {@code dx = dy y (1 - y)}.
     *
     * @param x any shape
     */
    public static Value sigmoid(Value x) {
        Tape tape = Ops.tape("sigmoid", x);
        Value y = tape.empty("sigmoid", x.shape());
        Maps.unary(tape, UnaryFunction.SIGMOID, x, y, false);
        return tape.record(y, List.of(x), List.of(y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value rest = tape.empty("1 - y", y.shape());
                Value slope = tape.empty("sigmoid slope", y.shape());
                Maps.affine(tape, -1, 1, y, rest, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, rest, y, slope, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, slope, dx, accumulate);
                tape.release(rest);
                tape.release(slope);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("sigmoid", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> sigmoid(inputs.getFirst())));
    }
}
