package gyrus.engine.op.unary;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import java.util.List;

/** A power with a constant exponent. */
public final class Pow implements Differentiable {

    private static final double MOST_PRODUCTS = 64; // larger whole exponents take the logarithm, and are refused for them

    /**
     * {@code y = x^exponent}; {@code dx = exponent x^(exponent - 1) dy}. A whole exponent is computed by products and serves every
     * x. Another one is computed as {@code exp(exponent ln x)}, and a negative x gives NaN, as in PyTorch.
     *
     * @param x any shape
     * @param exponent a finite number; if it is whole, from -64 to 64
     */
    public static Value pow(Value x, double exponent) {
        Tape tape = Ops.tape("pow", x);
        Ops.require(Double.isFinite(exponent) && (!isWhole(exponent) || Math.abs(exponent) <= MOST_PRODUCTS), "pow",
                () -> "the exponent is " + exponent + "; it must be finite, and from -64 to 64 if it is whole");
        Value y = tape.empty("pow", x.shape());
        compute(tape, x, exponent, y);
        return tape.record(y, List.of(x), List.of(x), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value power = tape.empty("x^(exponent - 1)", x.shape());
                Value slope = tape.empty("exponent x^(exponent - 1)", x.shape());
                compute(tape, x, exponent == 0 ? 0 : exponent - 1, power); // 0 x^-1 has no value at 0
                Maps.affine(tape, exponent, 0, power, slope, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, slope, dx, accumulate);
                tape.release(power, slope);
            });
        });
    }

    private static boolean isWhole(double exponent) {
        return exponent == Math.rint(exponent);
    }

    /** Computes {@code y = x^exponent}. */
    private static void compute(Tape tape, Value x, double exponent, Value y) {
        if (isWhole(exponent) && exponent >= 0) {
            products(tape, x, (int) exponent, y);
            return;
        }
        Value base = tape.empty("base", x.shape());
        if (isWhole(exponent)) {
            products(tape, x, (int) -exponent, base);
            Maps.unary(tape, UnaryFunction.RECIPROCAL, base, y, false);
        } else {
            Maps.unary(tape, UnaryFunction.LOG, x, base, false);
            Maps.unary(tape, UnaryFunction.EXP, exponent, 0, base, y);
        }
        tape.release(base);
    }

    /** Computes {@code y = x^count} by squares: bit by bit of the count, the highest first. */
    private static void products(Tape tape, Value x, int count, Value y) {
        tape.launch(new Fill(), new FillSpec(y.extent(), 1), y);
        Value square = tape.empty("square", x.shape());
        for (int bit = Integer.highestOneBit(count); bit > 0; bit >>= 1) {
            Maps.unary(tape, UnaryFunction.SQUARE, y, square, false);
            if ((count & bit) == 0) {
                Maps.affine(tape, 1, 0, square, y, false);
            } else {
                Maps.binary(tape, BinaryFunction.MULTIPLY, square, x, y, false);
            }
        }
        tape.release(square);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("a cube", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> pow(inputs.getFirst(), 3)),
                Example.of("a reciprocal square", Values.AWAY_FROM_ZERO, List.of(new Shape(2, 7)),
                        inputs -> pow(inputs.getFirst(), -2)),
                Example.of("a root", Values.POSITIVE, List.of(new Shape(3, 4)), inputs -> pow(inputs.getFirst(), 1.5)));
    }
}
