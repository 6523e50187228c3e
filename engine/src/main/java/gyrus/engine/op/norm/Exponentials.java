package gyrus.engine.op.norm;

import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.reduce.ReduceSpec;

/**
 * Exponentials that cannot overflow, because the largest number along the axis is subtracted first. The caller releases all three.
 *
 * @param shifted {@code x - max(x)}
 * @param powers {@code exp(shifted)}
 * @param sum the sum of the powers along the axis, which keeps extent 1
 */
record Exponentials(Value shifted, Value powers, Value sum) {

    static Exponentials of(String op, Tape tape, Value x, int axis) {
        Value most = tape.empty("max", Ops.reduced(op, x, axis));
        Maps.reduce(tape, ReduceSpec.Function.MAX, x, most, false);
        Value shifted = tape.empty("x - max", x.shape());
        Maps.binary(tape, BinaryFunction.SUBTRACT, x, most, shifted, false);
        Value powers = tape.empty("exp", x.shape());
        Maps.unary(tape, UnaryFunction.EXP, shifted, powers, false);
        Value sum = tape.empty("sum of exp", most.shape());
        Maps.reduce(tape, ReduceSpec.Function.SUM, powers, sum, false);
        tape.release(most);
        return new Exponentials(shifted, powers, sum);
    }
}
