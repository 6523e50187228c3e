package gyrus.engine.op.norm;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;

/** The softmax along an axis: positive numbers of sum 1. */
public final class Softmax implements Differentiable {

    /**
     * {@code y = exp(x) / sum of exp(x) along the axis}, computed from {@code x - max(x)}, which cannot overflow;
     * {@code dx = y (dy - sum of dy y along the axis)}. Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.
     *
     * @param x any shape
     * @param axis negative axes count from the innermost
     */
    public static Value softmax(Value x, int axis) {
        Tape tape = Ops.tape("softmax", x);
        Exponentials exponentials = Exponentials.of("softmax", tape, x, axis);
        Value y = tape.empty("softmax", x.shape());
        Maps.binary(tape, BinaryFunction.DIVIDE, exponentials.powers(), exponentials.sum(), y, false);
        tape.release(exponentials.shifted(), exponentials.powers(), exponentials.sum());
        return tape.record(y, List.of(x), List.of(y), () -> {
            Value dy = tape.gradient(y);
            tape.contribute(x, (dx, accumulate) -> {
                Value weighted = tape.empty("dy y", y.shape());
                Maps.binary(tape, BinaryFunction.MULTIPLY, dy, y, weighted, false);
                Value total = tape.empty("sum of dy y", Ops.reduced("softmax", y, axis));
                Maps.reduce(tape, ReduceSpec.Function.SUM, weighted, total, false);
                Value rest = tape.empty("dy - sum", y.shape());
                Maps.binary(tape, BinaryFunction.SUBTRACT, dy, total, rest, false);
                Maps.binary(tape, BinaryFunction.MULTIPLY, rest, y, dx, accumulate);
                tape.release(weighted, total, rest);
            });
        });
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("rows", Values.NORMAL, List.of(new Shape(3, 5)), inputs -> softmax(inputs.getFirst(), -1)),
                Example.of("a middle axis", Values.NORMAL, List.of(new Shape(2, 4, 3)), inputs -> softmax(inputs.getFirst(), 1)));
    }
}
