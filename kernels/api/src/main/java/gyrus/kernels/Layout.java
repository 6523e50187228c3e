package gyrus.kernels;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a tensor and the place of its elements. The innermost dimension is contiguous; its rows begin {@code pitch}
 * elements apart.
 *
 * @param shape the extents, outermost first
 * @param pitch elements from the begin of one row of the innermost dimension to the next
 */
public record Layout(List<Integer> shape, int pitch) {

    /** The largest number of dimensions that kernels support. */
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

    /**
     * Returns the extent: one row for each index of all dimensions but the innermost.
     *
     * @throws ArithmeticException if the number of rows exceeds a long
     */
    public Extent extent() {
        long rows = 1;
        for (int extent : shape.subList(0, rank() - 1)) {
            rows = Math.multiplyExact(rows, extent);
        }
        return new Extent(rows, shape.getLast(), pitch);
    }

    /** Returns the number of elements from one index of a dimension to the next. */
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

    /** Returns whether the layout can be broadcast to the shape of another: each extent is equal, or is 1 and repeats. */
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

    /** Advances the indices to the next element in row-major order. Returns false, with all indices 0, after the last element. */
    public boolean advance(int[] indices) {
        for (int d = rank() - 1; d >= 0; d--) {
            if (++indices[d] < shape.get(d)) {
                return true;
            }
            indices[d] = 0;
        }
        return false;
    }

    /** Returns the shape and, where it is a window, its pitch: {@code [8,64,64,32]} or {@code [8,64,64,32 of 112]}. */
    @Override
    public String toString() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(","))
                .transform(extents -> "[" + extents + (pitch == shape.getLast() ? "" : " of " + pitch) + "]");
    }
}
