package gyrus.engine.op.norm;

import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.binary.Divide;
import gyrus.engine.op.binary.Multiply;
import gyrus.engine.op.unary.Sqrt;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;
import java.util.function.BiConsumer;

/** Elements brought to mean 0 and variance 1 over some axes, the part that all normalizations share. */
final class Normalization {

    private Normalization() {}

    /** Returns {@link #normalize(String, Value, double, BiConsumer, int...)} without statistics. */
    static Value normalize(String op, Value x, double epsilon, int... axes) {
        return normalize(op, x, epsilon, (mean, variance) -> {}, axes);
    }

    /**
     * Returns {@code n = (x - mean) / s} with {@code s = sqrt(variance + epsilon)}, where the variance is the mean of the squares
     * over the axes; {@code dx = (dn - mean(dn) - n mean(dn n)) / s}.
     *
     * @param statistics receives the mean and the variance
     */
    static Value normalize(String op, Value x, double epsilon, BiConsumer<Value, Value> statistics, int... axes) {
        requireEpsilon(op, epsilon);
        Tape tape = Ops.tape(op, x);
        Shape reduced = Ops.reduced(op, x, axes);
        Value mean = mean(tape, x, reduced);
        Value centred = tape.empty("x - mean", x.shape());
        Maps.binary(tape, BinaryFunction.SUBTRACT, x, mean, centred, false);
        Value squares = tape.empty("(x - mean)^2", x.shape());
        Maps.unary(tape, UnaryFunction.SQUARE, centred, squares, false);
        Value variance = mean(tape, squares, reduced);
        Value deviation = tape.empty("sqrt(variance + epsilon)", reduced);
        Maps.unary(tape, UnaryFunction.SQRT, 1, epsilon, variance, deviation);
        Value n = tape.empty(op, x.shape());
        Maps.binary(tape, BinaryFunction.DIVIDE, centred, deviation, n, false);
        statistics.accept(mean, variance);
        tape.release(mean, centred, squares, variance);
        Value recorded = tape.record(n, List.of(x), List.of(n, deviation), () -> {
            Value dn = tape.gradient(n);
            tape.contribute(x, (dx, accumulate) -> {
                Value average = mean(tape, dn, reduced);
                Value product = tape.empty("dn n", x.shape());
                Maps.binary(tape, BinaryFunction.MULTIPLY, dn, n, product, false);
                Value averageProduct = mean(tape, product, reduced);
                Value rest = tape.empty("dn - mean(dn)", x.shape());
                Maps.binary(tape, BinaryFunction.SUBTRACT, dn, average, rest, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, n, averageProduct, product, false);
                Value difference = tape.empty("dn - mean(dn) - n mean(dn n)", x.shape());
                Maps.binary(tape, BinaryFunction.SUBTRACT, rest, product, difference, false);
                Maps.binary(tape, BinaryFunction.DIVIDE, difference, deviation, dx, accumulate);
                tape.release(average, product, averageProduct, rest, difference);
            });
        });
        tape.release(deviation);
        return recorded;
    }

    private static Value mean(Tape tape, Value x, Shape reduced) {
        Value mean = tape.empty("mean", reduced);
        Maps.reduce(tape, ReduceSpec.Function.MEAN, x, mean, false);
        return mean;
    }

    /** Returns {@code centred / sqrt(variance + epsilon)}. */
    static Value scale(String op, Value centred, Value variance, double epsilon) {
        requireEpsilon(op, epsilon);
        Tape tape = Ops.tape(op, centred, variance);
        Value number = Maps.number(tape, epsilon);
        Value stable = Add.add(variance, number); // an op of the variance alone is refused if it is a parameter
        Value deviation = Sqrt.sqrt(stable);
        Value y = Divide.divide(centred, deviation);
        tape.release(number, stable, deviation);
        return y;
    }

    private static void requireEpsilon(String op, double epsilon) {
        Ops.require(epsilon >= 0, op, () -> "epsilon is " + epsilon + "; it must be at least 0");
    }

    /** Returns {@code gamma x + beta}, and frees x. */
    static Value affine(String op, Value x, Value gamma, Value beta) {
        Tape tape = Ops.tape(op, x, gamma, beta);
        Value scaled = Multiply.multiply(x, gamma);
        Value y = Add.add(scaled, beta);
        tape.release(x, scaled);
        return y;
    }

    /** Checks that gamma and beta have the given shape. */
    static void requireShape(String op, Shape expected, Value x, Value gamma, Value beta) {
        Ops.require(gamma.shape().equals(expected) && beta.shape().equals(expected), op,
                () -> "gamma " + gamma + " and beta " + beta + " must be " + expected + " for " + x);
    }
}
