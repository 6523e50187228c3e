package gyrus.engine.op.layout;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.fill.FillSpec;
import java.util.List;

/** A tensor with a constant before and after it along one axis. */
public final class Pad implements Differentiable {

    /**
     * {@code y = [value, x, value]} along the axis; {@code dx} is the part of dy at the place of x.
     *
     * @param x any shape
     * @param axis the axis to lengthen; negative axes count from the innermost
     * @param before the number of indices before x, 0 or more
     * @param after the number of indices after x, 0 or more
     * @param value the constant
     */
    public static Value pad(Value x, int axis, int before, int after, double value) {
        Tape tape = Ops.tape("pad", x);
        Ops.require(before >= 0 && after >= 0, "pad", () -> before + " indices before and " + after + " after " + x
                + "; both must be 0 or more");
        int at = Ops.axis("pad", x, axis);
        Shape shape = x.shape();
        Shape padded = shape.with(at, before + shape.extent(at) + after);
        int outer = shape.size(0, at);
        int inner = shape.size(at + 1, shape.rank());
        int from = before * inner;
        int to = from + shape.extent(at) * inner;
        int end = to + after * inner;
        Value rows = tape.empty("pad", new Shape(outer, end));
        fill(tape, rows, 0, from, value);
        fill(tape, rows, to, end, value);
        Copy.copy(Reshape.view("pad", x, new Shape(outer, to - from)), rows.channels(from, to));
        return rows.view(padded);
    }

    private static void fill(Tape tape, Value rows, int from, int to, double value) {
        if (from < to) {
            Value columns = rows.channels(from, to);
            tape.launch(new Fill(), new FillSpec(columns.extent(), value), columns);
        }
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("rows", Values.NORMAL, List.of(new Shape(2, 3, 4)), inputs -> pad(inputs.getFirst(), 1, 2, 1, 0)),
                Example.of("before the outermost", Values.NORMAL, List.of(new Shape(2, 3)),
                        inputs -> pad(inputs.getFirst(), 0, 1, 0, 3)),
                Example.of("after the channels", Values.NORMAL, List.of(new Shape(2, 3)),
                        inputs -> pad(inputs.getFirst(), -1, 0, 2, 3)));
    }
}
