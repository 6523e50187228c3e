package gyrus.ptx.block;

/** Three extents: of a grid in blocks, or of a block in threads. */
public record Dim(int x, int y, int z) {

    /** Returns the extents (x, 1, 1). */
    public static Dim of(int x) {
        return new Dim(x, 1, 1);
    }

    /** Returns the extents (x, y, 1). */
    public static Dim of(int x, int y) {
        return new Dim(x, y, 1);
    }

    /**
     * Returns the number of threads or blocks.
     *
     * @throws ArithmeticException if it exceeds an int
     */
    public int count() {
        return Math.multiplyExact(Math.multiplyExact(x, y), z);
    }

    @Override
    public String toString() {
        return x + " x " + y + " x " + z;
    }
}
