package gyrus.kernels.cuda;

/**
 * How a matrix product is cut into the tiles of {@code tiled_product.cuh}, {@code register_product.cuh} or
 * {@code tensorcore_product.cuh}, a block for each.
 */
public enum ProductTiles {
    /** 16 x 16, an element per thread. */
    SHARED(16, 16, 16, Dim.of(16, 16)),
    /** 64 x 32, 4 x 4 elements per thread. */
    REGISTERS(64, 32, 16, Dim.of(128)),
    /** 128 x 32, 32 x 32 per warp. */
    TENSORCORE(128, 32, 16, Dim.of(128));

    private final int rows;
    private final int columns;
    private final int depth;
    private final Dim block;

    ProductTiles(int rows, int columns, int depth, Dim block) {
        this.rows = rows;
        this.columns = columns;
        this.depth = depth;
        this.block = block;
    }

    /** Terms that are summed between two barriers. */
    public int depth() {
        return depth;
    }

    public Dim block() {
        return block;
    }

    /** The tiles of a result of so many rows, along x, and columns, along y. */
    public Dim grid(long resultRows, int resultColumns) {
        return Dim.of(Math.toIntExact(Math.ceilDiv(resultRows, (long) rows)), Math.ceilDiv(resultColumns, columns));
    }
}
