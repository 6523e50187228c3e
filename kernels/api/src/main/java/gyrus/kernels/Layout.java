package gyrus.kernels;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A tensor's shape and where its elements lie: {@code shape} outermost first, the innermost extent dense, each row of it
 * {@code pitch} elements behind the one before.
 */
public record Layout(List<Integer> shape, int pitch) {

    /** The most dimensions that kernels take. */
    public static final int MAX_RANK = 6;

    public Layout {
        shape = List.copyOf(shape);
        if (shape.isEmpty() || shape.size() > MAX_RANK || shape.stream().anyMatch(extent -> extent < 1)
                || pitch < shape.getLast()) {
            throw new IllegalArgumentException("layout: shape " + shape + " with pitch " + pitch + "; expected 1 to " + MAX_RANK
                    + " positive extents and a pitch of at least the last one");
        }
        double elements = pitch;
        for (int extent : shape.subList(0, shape.size() - 1)) {
            elements *= extent;
        }
        if (elements > Long.MAX_VALUE / Double.BYTES) {
            throw new IllegalArgumentException("layout: shape " + shape + " with pitch " + pitch
                    + " has more elements than memory has addresses for");
        }
    }

    /** Returns the layout of a tensor without gaps between its rows. */
    public static Layout dense(List<Integer> shape) {
        return new Layout(shape, shape.getLast());
    }

    /** Returns the number of dimensions. */
    public int rank() {
        return shape.size();
    }

    public Extent extent() {
        long rows = 1;
        for (int extent : shape.subList(0, rank() - 1)) {
            rows = Math.multiplyExact(rows, extent);
        }
        return new Extent(rows, shape.getLast(), pitch);
    }

    /** Elements from one index of a dimension to the next. */
    public long stride(int dimension) {
        if (dimension == rank() - 1) {
            return 1;
        }
        long stride = pitch;
        for (int extent : shape.subList(dimension + 1, rank() - 1)) {
            stride *= extent;
        }
        return stride;
    }

    /** Whether it can stand for a tensor of another's shape by repeating along its extents of one. */
    public boolean broadcastsTo(Layout other) {
        boolean fits = rank() == other.rank();
        for (int d = 0; fits && d < rank(); d++) {
            fits = shape.get(d) == 1 || shape.get(d).equals(other.shape.get(d));
        }
        return fits;
    }

    /** Returns the offset of the element at the indices; indices along extents of 1 are ignored, so the layout broadcasts. */
    public long offset(int[] indices) {
        long offset = 0;
        for (int d = 0; d < rank(); d++) {
            offset += shape.get(d) == 1 ? 0 : indices[d] * stride(d);
        }
        return offset;
    }

    /** Moves indices on to the next element in row-major order; false behind the last one. */
    public boolean advance(int[] indices) {
        for (int d = rank() - 1; d >= 0; d--) {
            if (++indices[d] < shape.get(d)) {
                return true;
            }
            indices[d] = 0;
        }
        return false;
    }

    /** The shape and, where it is a window, its pitch: {@code [8,64,64,32]} or {@code [8,64,64,32 of 112]}. */
    @Override
    public String toString() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(","))
                .transform(extents -> "[" + extents + (pitch == shape.getLast() ? "" : " of " + pitch) + "]");
    }
}
