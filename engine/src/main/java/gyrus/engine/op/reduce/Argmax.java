package gyrus.engine.op.reduce;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Maps;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.reduce.ReduceSpec;
import java.util.List;

/** The index of the maximum along an axis. */
public final class Argmax implements Differentiable {

    /**
     * {@code y = the index of the first maximum of x along the axis}, counted from 0. No gradient passes: the result is constant
     * around almost every input.
     *
     * @param x any shape; a slice that holds NaN has its extent as index
     * @param axis negative axes count from the innermost; it keeps extent 1, as with {@code keepdim} in PyTorch
     */
    public static Value argmax(Value x, int axis) {
        Tape tape = Ops.tape("argmax", x);
        Shape reduced = Ops.reduced("argmax", x, axis);
        int count = x.shape().extent(axis);
        Value most = tape.empty("max", reduced);
        Maps.reduce(tape, ReduceSpec.Function.MAX, x, most, false);
        Value isMost = tape.empty("x = max", x.shape());
        Maps.binary(tape, BinaryFunction.EQUAL, x, most, isMost, false);
        Value indices = Maps.indices(tape, count);
        Value backwards = tape.empty("count - index", indices.shape()); // the largest is that of the first maximum
        Maps.affine(tape, -1, count, indices, backwards, false);
        Value marked = tape.empty("count - index of maxima", x.shape());
        Maps.binary(tape, BinaryFunction.MULTIPLY, isMost, backwards.view(along(x, axis)), marked, false);
        Value first = tape.empty("count - index of the first", reduced);
        Maps.reduce(tape, ReduceSpec.Function.MAX, marked, first, false);
        Value y = tape.empty("argmax", reduced);
        Maps.affine(tape, -1, count, first, y, false);
        tape.release(most, isMost, indices, backwards, marked, first);
        return y;
    }

    /** Returns the shape of x with extents 1 but along the axis. */
    private static Shape along(Value x, int axis) {
        return Maps.onesLike(x).with(axis, x.shape().extent(axis));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("of rows", Values.DISTINCT, List.of(new Shape(4, 7)), inputs -> argmax(inputs.getFirst(), -1)),
                Example.of("along a middle axis", Values.DISTINCT, List.of(new Shape(2, 5, 3)),
                        inputs -> argmax(inputs.getFirst(), 1)));
    }
}
