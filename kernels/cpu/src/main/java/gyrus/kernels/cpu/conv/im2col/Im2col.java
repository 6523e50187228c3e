package gyrus.kernels.cpu.conv.im2col;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cpu.gemm.PixelTile;
import gyrus.kernels.cpu.gemm.RegisterTile;

/**
 * The im2col matrix of an image: a row for each position [n,i,j] of the filter, with the pixels under the filter as [row
 * tap][column tap][channel], in the order of the weights.
 *
 * <p>A convolution is then a matrix product: {@code y = im2col(x) w}, {@code dw = im2col(x)' dy}, and, where windows do not
 * overlap, {@code im2col(dx) = dy w'}. Rows are gathered into a panel in groups; the whole matrix is never stored.
 */
sealed interface Im2col permits Windows, Planes {

    /** The largest number of elements in a row of a panel; rows are {@link PixelTile#STEP} bytes apart. */
    int ROW = PixelTile.DEPTH;

    static Im2col of(ConvSpec problem) {
        return Windows.cover(problem) ? Windows.of(problem) : new Planes(problem);
    }

    Image image();

    /** Returns the number of elements in a row of the matrix: taps times channels. */
    int depth();

    /**
     * Returns the bytes of a panel for a number of positions and elements, with padding up to a whole register tile in either
     * direction. The content of the padding is undefined.
     */
    long panelBytes(int positions, int elements);

    /** Fills a panel with elements of the rows at positions {@code first} to {@code end}. */
    void gather(int first, int end, int element, int elements, long from, long panel);

    /** Computes {@code C = C0 + P B} for eight positions of a panel P and their {@code depth} elements; see {@link PixelTile}. */
    void multiply(int width, int depth, long panel, int position, long b, long bStep, long from, long c);

    /** Computes {@code C = C0 + P' B} for eight elements of a panel P at {@code depth} positions; see {@code ChannelTile}. */
    void multiplyTransposed(int width, int depth, long panel, int element, long b, long bStep, long from, long c);

    /** Returns the number of rows rounded up to whole register tiles. */
    static int tiled(int rows) {
        return Math.ceilDiv(rows, RegisterTile.ROWS) * RegisterTile.ROWS;
    }
}
