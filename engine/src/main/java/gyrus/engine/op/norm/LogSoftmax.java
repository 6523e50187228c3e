package gyrus.engine.op.norm;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;

/** The logarithm of the softmax along an axis. */
public final class LogSoftmax implements Differentiable {

    /**
     * {@code y = x - log(sum of exp(x) along the axis)}, computed from {@code x - max(x)}, which cannot overflow;
     * {@code dx = dy - exp(y) (sum of dy along the axis)}.
     *
     * @param x any shape
     * @param axis negative axes count from the innermost
     */
    public static Value logSoftmax(Value x, int axis) {
        Tape tape = Ops.tape("logSoftmax", x);
        Exponentials exponentials = Exponentials.of("logSoftmax", tape, x, axis);
        Value log = tape.empty("log of sum", exponentials.sum().shape());
        Maps.unary(tape, UnaryFunction.LOG, exponentials.sum(), log, false);
        Value y = tape.empty("logSoftmax", x.shape());
        Maps.binary(tape, BinaryFunction.SUBTRACT, exponentials.shifted(), log, y, false);
        tape.release(exponentials.shifted(), exponentials.powers(), exponentials.sum(), log);
        return tape.record(y, List.of(x), List.of(y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value total = tape.empty("sum of dy", Ops.reduced("logSoftmax", y, axis));
                Maps.reduce(tape, ReduceSpec.Function.SUM, dy, total, false);
                Value softmax = tape.empty("softmax", y.shape());
                Maps.unary(tape, UnaryFunction.EXP, y, softmax, false);
                Value share = tape.empty("softmax sum", y.shape());
                Maps.binary(tape, BinaryFunction.MULTIPLY, softmax, total, share, false);
                Maps.binary(tape, BinaryFunction.SUBTRACT, dy, share, dx, accumulate);
                tape.release(total, softmax, share);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("rows", Values.NORMAL, List.of(new Shape(3, 5)), inputs -> logSoftmax(inputs.getFirst(), -1)),
                Example.of("a middle axis", Values.NORMAL, List.of(new Shape(2, 4, 3)),
                        inputs -> logSoftmax(inputs.getFirst(), 1)));
    }
}
