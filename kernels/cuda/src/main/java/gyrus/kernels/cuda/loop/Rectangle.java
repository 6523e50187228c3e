package gyrus.kernels.cuda.loop;

import gyrus.kernels.Extent;
import gyrus.kernels.cuda.launch.Dim;

/**
 * A rectangle of elements that blocks of 256 threads cover, x along columns and y along rows. If the grid reaches its limit,
 * threads run a grid-stride loop. Dense operands form one long row.
 */
public record Rectangle(int rows, int columns) {

    /** The largest number of blocks in a grid: about 30 for each multiprocessor of an H100, which balances their load. */
    private static final int MAX_BLOCKS = 4096;
    private static final int THREADS = 256;

    /** Returns the rectangle of operands with equal rows and width, each with a pitch of its own. */
    public static Rectangle of(Extent... operands) {
        Extent first = operands[0];
        boolean dense = true;
        for (Extent operand : operands) {
            dense &= operand.rows() == 1 || operand.pitch() == operand.width();
        }
        return dense
                ? new Rectangle(1, Math.toIntExact(first.elements()))
                : new Rectangle(Math.toIntExact(first.rows()), first.width());
    }

    /** Returns the extents of a block, in threads. */
    public Dim block() {
        return block(columns);
    }

    /** Returns the grid for threads of one element each. */
    public Dim grid() {
        return grid(columns);
    }

    /** Returns the block for threads with a float4 of columns each; see {@code float4.cuh}. */
    public Dim float4Block() {
        return block(Math.ceilDiv(columns, 4));
    }

    /** Returns the grid for threads of one {@code float4} each. */
    public Dim float4Grid() {
        return grid(Math.ceilDiv(columns, 4));
    }

    private Dim block(int threads) {
        if (rows == 1) {
            return Dim.of(THREADS);
        }
        int across = 1;
        while (across < threads && across < THREADS) {
            across *= 2;
        }
        return Dim.of(across, THREADS / across);
    }

    private Dim grid(int threads) {
        Dim block = block(threads);
        int across = Math.min(Math.ceilDiv(threads, block.x()), MAX_BLOCKS);
        return Dim.of(across, Math.min(Math.ceilDiv(rows, block.y()), Math.ceilDiv(MAX_BLOCKS, across)));
    }
}
