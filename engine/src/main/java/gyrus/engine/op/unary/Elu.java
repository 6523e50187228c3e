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

/** The exponential linear unit. */
public final class Elu implements Differentiable {

    /**
     * {@code y = x where x > 0, else alpha (exp(x) - 1)}; {@code dx = dy where x > 0, else alpha exp(x) dy}. Clevert, Unterthiner,
     * Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear Units (2016).
     *
     * @param x any shape
     * @param alpha PyTorch's default is 1
     */
    public static Value elu(Value x, double alpha) {
        Tape tape = Ops.tape("elu", x);
        Value below = tape.empty("-min(x, 0)", x.shape());
        Value power = tape.empty("exp(min(x, 0))", x.shape());
        Value y = tape.empty("elu", x.shape());
        Maps.unary(tape, UnaryFunction.RELU, -1, 0, x, below);
        Maps.unary(tape, UnaryFunction.EXP, -1, 0, below, power);
        Maps.unary(tape, UnaryFunction.RELU, x, y, false);
        Maps.affine(tape, alpha, -alpha, power, y, true);
        Value recorded = tape.record(y, List.of(x), List.of(x, power), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value zero = Maps.number(tape, 0);
                Value isAbove = tape.empty("x > 0", x.shape());
                Value slope = tape.empty("elu slope", x.shape());
                Maps.binary(tape, BinaryFunction.GREATER, x, zero, isAbove, false);
                Maps.affine(tape, alpha, 0, power, slope, false);
                Maps.affine(tape, 1 - alpha, 0, isAbove, slope, true); // the power is 1 where x > 0
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, slope, dx, accumulate);
                tape.release(zero, isAbove, slope);
            });
        });
        tape.release(below, power);
        return recorded;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("alpha of 0.7", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 3, 5)),
                inputs -> elu(inputs.getFirst(), 0.7)));
    }
}
