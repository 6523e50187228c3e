package gyrus.engine.op.norm;

import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.engine.op.binary.Add;
import gyrus.engine.op.binary.Divide;
import gyrus.engine.op.binary.Multiply;
import gyrus.engine.op.binary.Subtract;
import gyrus.engine.op.reduce.Mean;
import gyrus.engine.op.unary.Sqrt;
import gyrus.engine.op.unary.Square;

/** Elements brought to mean 0 and variance 1 over some axes, the part that all normalizations share. */
final class Normalization {

    private Normalization() {}

    /** Returns {@code (x - mean) / sqrt(variance + epsilon)} over the axes, where the variance is the mean of the squares. */
    static Value normalize(String op, Value x, double epsilon, int... axes) {
        Tape tape = Ops.tape(op, x);
        Value mean = Mean.mean(x, axes);
        Value centred = Subtract.subtract(x, mean);
        Value squares = Square.square(centred);
        Value variance = Mean.mean(squares, axes);
        Value y = scale(op, centred, variance, epsilon);
        tape.release(mean, centred, squares, variance);
        return y;
    }

    /** Returns {@code centred / sqrt(variance + epsilon)}. */
    static Value scale(String op, Value centred, Value variance, double epsilon) {
        Ops.require(epsilon >= 0, op, () -> "epsilon is " + epsilon + "; it must be at least 0");
        Tape tape = Ops.tape(op, centred, variance);
        Value number = Maps.number(tape, epsilon);
        Value stable = Add.add(variance, number); // an op of the variance alone is refused if it is a parameter
        Value deviation = Sqrt.sqrt(stable);
        Value y = Divide.divide(centred, deviation);
        tape.release(number, stable, deviation);
        return y;
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
