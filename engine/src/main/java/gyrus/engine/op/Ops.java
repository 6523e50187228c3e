package gyrus.engine.op;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/** Checks of an op's inputs, and shapes of results. */
public final class Ops {

    private Ops() {}

    /** Returns the tape of the step that the inputs were created in. */
    public static Tape tape(String op, Value... inputs) {
        requirePresent(op, inputs);
        return inputs[0].tape(op, List.of(inputs));
    }

    /**
     * Refuses inputs that are null.
     *
     * @throws IllegalArgumentException if an input is null; the message names the op and the position of the input
     */
    public static void requirePresent(String op, Value... inputs) {
        for (int i = 0; i < inputs.length; i++) {
            int position = i + 1;
            require(inputs[i] != null, op, () -> "tensor " + position + " of " + inputs.length + " is null");
        }
    }

    /**
     * Refuses a call that breaks a condition.
     *
     * @param otherwise the reason, evaluated only where the condition does not hold
     * @throws IllegalArgumentException if the condition does not hold; the message names the op and the reason
     */
    public static void require(boolean holds, String op, Supplier<String> otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(op + ": " + otherwise.get());
        }
    }

    /**
     * Refuses two inputs of different shapes.
     *
     * @throws IllegalArgumentException if the shapes differ; the message names both tensors
     */
    public static void requireSameShape(String op, Value a, Value b) {
        require(a.shape().equals(b.shape()), op, () -> "shapes differ: " + a + " and " + b);
    }

    /** Returns the index of an axis counted from the outermost; a negative argument counts from the innermost (-1 is the last). */
    public static int axis(String op, Value x, int axis) {
        int rank = x.shape().rank();
        require(axis >= -rank && axis < rank, op, () -> "no axis " + axis + " in " + x + "; there are 0 to " + (rank - 1)
                + ", or -1 to " + -rank + " counted from the innermost");
        return x.shape().axis(axis);
    }

    /** Returns the shape of a reduction: the given axes, or all axes if none is given, have extent 1. */
    public static Shape reduced(String op, Value x, int... axes) {
        int[] extents = x.shape().extents();
        BitSet seen = new BitSet();
        for (int axis : axes) {
            int at = axis(op, x, axis);
            require(!seen.get(at), op, () -> "axis " + axis + " of " + x + " is given twice in " + Arrays.toString(axes));
            seen.set(at);
            extents[at] = 1;
        }
        if (axes.length == 0) {
            Arrays.fill(extents, 1);
        }
        return new Shape(extents);
    }

    /**
     * Returns the shape of an element-wise result. The axes of the inputs align at the innermost; their extents are equal or 1, and
     * an axis that only one input has counts as 1 in the other.
     */
    public static Shape broadcast(String op, Value a, Value b) {
        Shape left = a.shape();
        Shape right = b.shape();
        int[] extents = new int[Math.max(left.rank(), right.rank())];
        for (int axis = 1; axis <= extents.length; axis++) {
            int ofLeft = axis <= left.rank() ? left.extent(-axis) : 1;
            int ofRight = axis <= right.rank() ? right.extent(-axis) : 1;
            require(ofLeft == ofRight || ofLeft == 1 || ofRight == 1, op, () -> "shapes do not broadcast: " + a + " and " + b
                    + " (counted from the innermost axis, extents must agree or be 1)");
            extents[extents.length - axis] = Math.max(ofLeft, ofRight);
        }
        return new Shape(extents);
    }
}
