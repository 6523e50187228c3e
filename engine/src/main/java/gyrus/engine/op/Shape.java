package gyrus.engine.op;

import gyrus.kernels.Layout;
import java.util.Arrays;

/** The extents of a tensor, outermost first: 1 to 6 axes, and at most 2^31 - 1 elements. Images are [N,H,W,C]. */
public record Shape(int... extents) {

    public Shape {
        extents = extents.clone();
        if (extents.length < 1 || extents.length > Layout.MAX_RANK) {
            throw new IllegalArgumentException("shape " + text(extents) + ": a tensor has 1 to " + Layout.MAX_RANK
                    + " axes; one number is of shape [1]");
        }
        long size = 1;
        for (int extent : extents) {
            if (extent < 1) {
                throw new IllegalArgumentException("shape " + text(extents) + ": every extent is at least 1");
            }
            if (size > Integer.MAX_VALUE / extent) {
                throw new IllegalArgumentException("shape " + text(extents) + ": a tensor has at most " + Integer.MAX_VALUE
                        + " elements");
            }
            size *= extent;
        }
    }

    /** Returns the number of axes, 1 to 6. */
    public int rank() {
        return extents.length;
    }

    /** Returns the extent of one axis; negative axes count from the innermost, so {@code extent(-1)} is the number of channels. */
    public int extent(int axis) {
        return extents[axis(axis)];
    }

    /** Returns the index of an axis counted from the outermost; a negative argument counts from the innermost (-1 is the last). */
    public int axis(int axis) {
        int counted = axis < 0 ? extents.length + axis : axis;
        if (counted < 0 || counted >= extents.length) {
            throw new IllegalArgumentException("no axis " + axis + " in shape " + this + "; there are 0 to " + (extents.length - 1)
                    + ", or -1 to " + -extents.length + " counted from the innermost");
        }
        return counted;
    }

    /** Returns this shape with another extent along one axis. */
    public Shape with(int axis, int extent) {
        int[] changed = extents.clone();
        changed[axis(axis)] = extent;
        return new Shape(changed);
    }

    @Override
    public int[] extents() {
        return extents.clone();
    }

    /** Returns the number of elements. */
    public int size() {
        return size(0, extents.length);
    }

    /** Returns the number of elements that the axes {@code from} to {@code to} (exclusive) span. */
    public int size(int from, int to) {
        int size = 1;
        for (int axis = from; axis < to; axis++) {
            size *= extents[axis];
        }
        return size;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(extents, shape.extents);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents);
    }

    @Override
    public String toString() {
        return text(extents);
    }

    private static String text(int[] extents) {
        return Arrays.toString(extents).replace(" ", "");
    }
}
