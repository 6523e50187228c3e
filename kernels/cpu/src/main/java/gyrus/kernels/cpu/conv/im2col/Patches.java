package gyrus.kernels.cpu.conv.im2col;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cpu.gemm.PixelTile;
import gyrus.kernels.cpu.gemm.RegisterTile;

/**
 * An image as the matrix of its patches: a row for each position [n,i,j] of the filter, in it the pixels under the filter,
 * [row tap][column tap][channel], in the order that weights have.
 *
 * <p>So {@code y = patches(x) w}, {@code dw = patches(x)' dy}, and, where patches do not overlap, {@code patches(dx) = dy w'}:
 * plain products of matrices. Some rows at a time are gathered into a panel.
 */
sealed interface Patches permits Windows, Planes {

    /** Elements of a panel's row, at most; rows are {@link PixelTile#STEP} bytes apart. */
    int ROW = PixelTile.DEPTH;

    static Patches of(ConvSpec problem) {
        return Windows.cover(problem) ? Windows.of(problem) : new Planes(problem);
    }

    Image image();

    /** Elements of a patch: taps times channels. */
    int depth();

    /**
     * Returns the bytes of a panel for a number of positions and elements, with room for the rest of a register tile in either
     * direction. What lies in that room is arbitrary.
     */
    long panelBytes(int positions, int elements);

    /** Fills a panel with some elements of the patches at positions {@code first} to {@code end}. */
    void gather(int first, int end, int element, int elements, long from, long panel);

    /** {@code C = C0 + P B} with eight positions of a panel P and their {@code depth} elements; see {@link PixelTile}. */
    void multiply(int width, int depth, long panel, int position, long b, long bStep, long from, long c);

    /** {@code C = C0 + P' B} with eight elements of a panel P at {@code depth} positions; see {@code ChannelTile}. */
    void multiplyTransposed(int width, int depth, long panel, int element, long b, long bStep, long from, long c);

    /** Returns the number of rows rounded up to whole register tiles. */
    static int tiled(int rows) {
        return Math.ceilDiv(rows, RegisterTile.ROWS) * RegisterTile.ROWS;
    }
}
