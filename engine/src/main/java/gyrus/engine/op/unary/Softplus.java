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

/** The smooth approximation of the rectifier. */
public final class Softplus implements Differentiable {

    /**
     * {@code y = ln(1 + exp(x))}, computed as {@code max(x, 0) + ln(1 + exp(-|x|))}, which cannot overflow;
     * {@code dx = dy sigmoid(x)}. Dugas et al., Incorporating Second-Order Functional Knowledge (2000).
     *
     * @param x any shape
     */
    public static Value softplus(Value x) {
        Tape tape = Ops.tape("softplus", x);
        Value distance = tape.empty("|x|", x.shape());
        Value power = tape.empty("exp(-|x|)", x.shape());
        Value rest = tape.empty("ln(1 + exp(-|x|))", x.shape());
        Value y = tape.empty("softplus", x.shape());
        Maps.unary(tape, UnaryFunction.ABS, x, distance, false);
        Maps.unary(tape, UnaryFunction.EXP, -1, 0, distance, power);
        Maps.unary(tape, UnaryFunction.LOG, 1, 1, power, rest);
        Maps.unary(tape, UnaryFunction.RELU, x, y, false);
        Maps.affine(tape, 1, 0, rest, y, true);
        tape.release(distance, power, rest);
        return tape.record(y, List.of(x), List.of(x), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value slope = tape.empty("sigmoid", x.shape());
                Maps.unary(tape, UnaryFunction.SIGMOID, x, slope, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, slope, dx, accumulate);
                tape.release(slope);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("softplus", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> softplus(inputs.getFirst())));
    }
}
