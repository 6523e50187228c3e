package gyrus.kernels;

/**
 * Where an operand's elements lie: {@code rows} runs of {@code width} neighbours, one every {@code pitch} elements.
 *
 * <p>A dense tensor is one row, or rows with {@code pitch == width}; a channel window of a wider buffer has a larger pitch.
 */
public record Extent(long rows, int width, int pitch) {

    public Extent {
        if (rows < 1 || width < 1 || pitch < width) {
            throw new IllegalArgumentException("extent: " + rows + " rows of " + width + " elements every " + pitch
                    + "; needs at least 1 row of at least 1 element, and a pitch of at least the elements");
        }
        if (rows > Long.MAX_VALUE / Double.BYTES / pitch) {
            throw new IllegalArgumentException("extent: " + rows + " rows of " + width + " elements every " + pitch
                    + " are more than memory has addresses for");
        }
    }

    /** Returns the extent of rows that follow each other without gaps. */
    public static Extent dense(long rows, int width) {
        return new Extent(rows, width, width);
    }

    /** Returns the extent of {@code elements} contiguous elements. */
    public static Extent vector(int elements) {
        return new Extent(1, elements, elements);
    }

    /** Returns the number of elements, gaps left out. */
    public long elements() {
        return rows * width;
    }

    /** Returns the number of elements from the first one to the last, both included, with the gaps between rows. */
    public long span() {
        return (rows - 1) * pitch + width;
    }
}
