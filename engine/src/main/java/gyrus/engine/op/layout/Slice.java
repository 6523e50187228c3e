package gyrus.engine.op.layout;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of indices along one axis.
 *
 * <p>Along the innermost axis, the result is a channel window: it has the memory and the gradient of the input. Along the outermost
 * axis of a dense tensor, the result shares them too. Along any other axis, the result is a copy.
 */
public final class Slice implements Differentiable {

    /**
     * {@code y[.., i, ..] = x[.., from + i, ..]}; {@code dx[.., from + i, ..] = dy[.., i, ..], 0 elsewhere}.
     *
     * @param x any shape
     * @param axis the axis to cut; negative axes count from the innermost
     * @param from the first index
     * @param to the index after the last one
     */
    public static Value slice(Value x, int axis, int from, int to) {
        return slice("slice", x, axis, from, to);
    }

    private static Value slice(String op, Value x, int axis, int from, int to) {
        Ops.requirePresent(op, x);
        Shape shape = x.shape();
        int at = Ops.axis(op, x, axis);
        int extent = shape.extent(at);
        Ops.require(from >= 0 && from < to && to <= extent, op, () -> "no indices " + from + " to " + to + " along axis " + axis
                + " of " + x + "; there are 0 to " + extent + " (exclusive)");
        if (at == shape.rank() - 1) {
            return x.channels(from, to);
        }
        int inner = shape.size(at + 1, shape.rank());
        Value rows = Reshape.view(op, x, new Shape(shape.size(0, at), extent * inner)).channels(from * inner, to * inner);
        return Reshape.view(op, rows, shape.with(at, to - from));
    }

    /**
     * Cuts a tensor into parts along one axis; each part is a slice.
     *
     * @param axis the axis to cut; negative axes count from the innermost
     * @param extents the extent of each part along the axis; together the extent of x
     */
    public static List<Value> split(Value x, int axis, int... extents) {
        Ops.requirePresent("split", x);
        int extent = x.shape().extent(Ops.axis("split", x, axis));
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int part : extents) {
            parts.add(slice("split", x, axis, from, from + part));
            from += part;
        }
        int covered = from;
        Ops.require(covered == extent, "split", () -> "the parts have extent " + covered + " together, but axis " + axis
                + " of " + x + " has " + extent);
        return parts;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("channels", Values.NORMAL, List.of(new Shape(2, 3, 5)), inputs -> slice(inputs.getFirst(), -1, 1, 4)),
                Example.of("outermost", Values.NORMAL, List.of(new Shape(4, 3, 2)), inputs -> slice(inputs.getFirst(), 0, 1, 3)),
                Example.of("in between", Values.NORMAL, List.of(new Shape(2, 5, 3)), inputs -> slice(inputs.getFirst(), 1, 2, 4)),
                Example.of("the last part", Values.NORMAL, List.of(new Shape(2, 5, 3)),
                        inputs -> split(inputs.getFirst(), 1, 2, 3).getLast()));
    }
}
