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

/** The Gaussian error linear unit, by the error function. */
public final class Gelu implements Differentiable {

    /**
     * {@code y = x p} with {@code p = (1 + erf(x / sqrt(2))) / 2}, as PyTorch computes it by default;
     * {@code dx = dy (p + x exp(-x^2 / 2) / sqrt(2 pi))}. Hendrycks and Gimpel, Gaussian Error Linear Units (2016).
     *
     * @param x any shape
     */
    public static Value gelu(Value x) {
        Tape tape = Ops.tape("gelu", x);
        Value below = below(tape, x);
        Value y = tape.empty("gelu", x.shape());
        Maps.binary(tape, BinaryFunction.MULTIPLY, x, below, y, false);
        tape.release(below);
        return tape.record(y, List.of(x), List.of(x), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value square = tape.empty("x^2", x.shape());
                Value density = tape.empty("density", x.shape());
                Maps.unary(tape, UnaryFunction.SQUARE, x, square, false);
                Maps.unary(tape, UnaryFunction.EXP, -0.5, -0.5 * Math.log(2 * Math.PI), square, density);
                Value slope = below(tape, x);
                Maps.binary(tape, BinaryFunction.MULTIPLY, x, density, slope, true);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, slope, dx, accumulate);
                tape.release(square, density, slope);
            });
        });
    }

    /** Returns the probability that a standard normal number is below each element. */
    private static Value below(Tape tape, Value x) {
        Value error = tape.empty("erf", x.shape());
        Value below = tape.empty("probability", x.shape());
        Maps.unary(tape, UnaryFunction.ERF, Math.sqrt(0.5), 0, x, error);
        Maps.affine(tape, 0.5, 0.5, error, below, false);
        tape.release(error);
        return below;
    }

    @Override
    public List<Example> examples() {
        return List.of(Example.of("gelu", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> gelu(inputs.getFirst())));
    }
}
