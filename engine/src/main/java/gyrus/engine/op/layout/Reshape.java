package gyrus.engine.op.layout;

import gyrus.engine.op.Differentiable;
import gyrus.engine.op.Ops;
import gyrus.engine.op.Shape;
import gyrus.engine.op.Value;
import java.util.Arrays;
import java.util.List;

/**
 * The same elements in another shape, in row-major order.
 *
 * <p>The result is a view: it has the memory and the gradient of the input, so it costs nothing. A channel window whose innermost
 * extent changes is copied first, because its rows are not contiguous.
 */
public final class Reshape implements Differentiable {

    /**
     * {@code y = x in another shape}; {@code dx = dy in the shape of x}.
     *
     * @param x any shape
     * @param extents the shape of the result, with the number of elements of x; one extent may be -1, and is computed from the
     *     others
     */
    public static Value reshape(Value x, int... extents) {
        Ops.requirePresent("reshape", x);
        return view("reshape", x, new Shape(inferred(x, extents)));
    }

    /**
     * Joins all axes from one on into the innermost axis.
     *
     * @param fromAxis the first axis to join; negative axes count from the innermost
     */
    public static Value flatten(Value x, int fromAxis) {
        Ops.requirePresent("flatten", x);
        int axis = Ops.axis("flatten", x, fromAxis);
        int[] extents = Arrays.copyOf(x.shape().extents(), axis + 1);
        extents[axis] = x.shape().size(axis, x.shape().rank());
        return view("flatten", x, new Shape(extents));
    }

    /** Returns a view of a value in another shape of equally many elements, or of its copy if the value's rows are apart. */
    static Value view(String op, Value x, Shape shape) {
        boolean isApart = x.isWindow() && shape.extent(-1) != x.shape().extent(-1);
        return (isApart ? Copy.dense(Ops.tape(op, x), x) : x).view(shape);
    }

    private static int[] inferred(Value x, int... extents) {
        int[] inferred = extents.clone();
        long known = 1;
        int unknown = -1;
        for (int axis = 0; axis < extents.length; axis++) {
            if (extents[axis] == -1 && unknown < 0) {
                unknown = axis;
            } else {
                known *= extents[axis];
            }
        }
        int size = x.shape().size();
        long rest = known < 1 ? 0 : size / known;
        boolean fits = unknown < 0 ? known == size : rest * known == size;
        Ops.require(fits, "reshape", () -> x + " has " + size + " elements, which do not fill " + Arrays.toString(extents)
                + "; one extent may be -1, for the number that fits");
        if (unknown >= 0) {
            inferred[unknown] = (int) rest;
        }
        return inferred;
    }

    @Override
    public List<Example> examples() {
        return List.of(
                Example.of("other channels", Values.NORMAL, List.of(new Shape(2, 3, 4)),
                        inputs -> reshape(inputs.getFirst(), 4, -1)),
                Example.of("the same channels", Values.NORMAL, List.of(new Shape(2, 3, 4)),
                        inputs -> reshape(inputs.getFirst(), 6, 4)),
                Example.of("flattened", Values.NORMAL, List.of(new Shape(2, 3, 2, 2)), inputs -> flatten(inputs.getFirst(), 1)));
    }
}
