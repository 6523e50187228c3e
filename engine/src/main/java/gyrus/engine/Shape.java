package gyrus.engine;

import java.util.Arrays;

/** The extents of a tensor, outermost first. Images are [N,H,W,C]. */
public record Shape(int... extents) {

    public Shape {
        for (int extent : extents) {
            if (extent < 1) {
                throw new IllegalArgumentException("shape: every extent is at least 1, got " + Arrays.toString(extents));
            }
        }
        extents = extents.clone();
    }

    public int rank() {
        return extents.length;
    }

    /** The extent of one axis; negative axes count from the innermost, so {@code extent(-1)} is the channels. */
    public int extent(int axis) {
        return extents[axis < 0 ? extents.length + axis : axis];
    }

    /** The number of elements. */
    public int size() {
        int size = 1;
        for (int extent : extents) {
            size = Math.multiplyExact(size, extent);
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
        return Arrays.toString(extents).replace(" ", "");
    }
}
