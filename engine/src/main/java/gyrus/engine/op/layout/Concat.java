package gyrus.engine.op.layout;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Tape;
import gyrus.engine.op.Value;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tensors one after another along one axis. Each tensor is copied into the result; ops that write into channel windows of one
 * tensor concatenate without a copy.
 */
public final class Concat implements Differentiable {

    /**
     * {@code y = [x, others..]} along the axis; the gradient of each tensor is the part of dy at its place.
     *
     * @param x any shape
     * @param axis the axis along which the tensors follow each other; negative axes count from the innermost
     * @param others tensors whose shapes differ from that of x along the axis only
     */
    public static Value concat(Value x, int axis, Value... others) {
        return joined(axis, together(x, others));
    }

    private static Value[] together(Value x, Value... others) {
        return Stream.concat(Stream.of(x), Stream.of(others)).toArray(Value[]::new);
    }

    private static Value joined(int axis, Value... tensors) {
        Tape tape = Ops.tape("concat", tensors);
        int at = Ops.axis("concat", tensors[0], axis);
        Shape first = tensors[0].shape();
        for (Value tensor : tensors) {
            Ops.require(tensor.shape().rank() == first.rank() && tensor.shape().with(at, 1).equals(first.with(at, 1)), "concat",
                    () -> tensors[0] + " and " + tensor + " differ along another axis than " + axis);
        }
        int outer = first.size(0, at);
        int inner = first.size(at + 1, first.rank());
        int total = Arrays.stream(tensors).mapToInt(tensor -> tensor.shape().extent(at)).sum();
        Value rows = tape.empty("concat", new Shape(outer, total * inner));
        int column = 0;
        for (Value tensor : tensors) {
            int width = tensor.shape().extent(at) * inner;
            Copy.copy(Reshape.view("concat", tensor, new Shape(outer, width)), rows.channels(column, column + width));
            column += width;
        }
        return rows.view(first.with(at, total));
    }

    /**
     * Joins tensors along a new axis.
     *
     * @param axis the index of the new axis in the result; -1 makes it the innermost
     * @param others tensors of the shape of x
     */
    public static Value stack(Value x, int axis, Value... others) {
        Value[] tensors = together(x, others);
        Ops.requirePresent("stack", tensors);
        Shape shape = tensors[0].shape();
        int rank = shape.rank() + 1;
        Ops.require(axis >= -rank && axis < rank, "stack", () -> "no axis " + axis + " in a stack of " + tensors[0]
                + "; there are 0 to " + (rank - 1) + ", or -1 to " + -rank + " counted from the innermost");
        int at = axis < 0 ? rank + axis : axis;
        int[] extents = new int[rank];
        for (int i = 0; i < rank; i++) {
            extents[i] = i == at ? 1 : shape.extent(i < at ? i : i - 1);
        }
        Value[] slices = new Value[tensors.length];
        for (int i = 0; i < slices.length; i++) {
            Ops.requireSameShape("stack", tensors[0], tensors[i]);
            slices[i] = Reshape.view("stack", tensors[i], new Shape(extents));
        }
        return joined(at, slices);
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("channels", Values.NORMAL, List.of(new Shape(2, 3, 2), new Shape(2, 3, 3)),
                        inputs -> concat(inputs.get(0), -1, inputs.get(1))),
                Example.of("outermost, one twice", Values.NORMAL, List.of(new Shape(2, 3), new Shape(4, 3)),
                        inputs -> concat(inputs.get(0), 0, inputs.get(1), inputs.get(0))),
                Example.of("in between", Values.NORMAL, List.of(new Shape(2, 1, 3), new Shape(2, 4, 3)),
                        inputs -> concat(inputs.get(0), 1, inputs.get(1))),
                Example.of("stacked", Values.NORMAL, List.of(new Shape(2, 3), new Shape(2, 3)),
                        inputs -> stack(inputs.get(0), 1, inputs.get(1))),
                Example.of("stacked as channels", Values.NORMAL, List.of(new Shape(2, 3), new Shape(2, 3)),
                        inputs -> stack(inputs.get(0), -1, inputs.get(1))));
    }
}
