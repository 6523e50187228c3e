package gyrus.kernels.conv;

import gyrus.kernels.Image;

/**
 * An image as the matrix of its patches: a row for each position [n,i,j] of the filter, in it the pixels under the filter,
 * [row tap][column tap][channel], in the order that weights have.
 *
 * <p>So {@code y = patches(x) w}, {@code dw = patches(x)' dy}, and, where patches do not overlap, {@code patches(dx) = dy w'}: plain
 * products of matrices. Some rows at a time are gathered into a panel.
 */
sealed interface Patches permits Windows, Planes {

    /** Where a panel's numbers lie: bytes from position to position, from element to element of a patch, and in all. */
    record Panel(long positionStep, long elementStep, long bytes) {}

    static Patches of(ConvSpec problem) {
        return Planes.suit(problem) ? new Planes(problem) : Windows.of(problem);
    }

    Image image();

    /** Elements of a patch: taps times channels. */
    int depth();

    /** Whether the image in memory is already the matrix. */
    boolean areInPlace();

    /** The image's own memory as a panel, where it is. */
    default Panel inPlace() {
        return new Panel(4L * image().pitch(), Float.BYTES, 0);
    }

    /**
     * A panel for so many positions and elements, with room for the rest of a register tile in either direction. What lies in
     * that room is arbitrary.
     */
    Panel panel(int positions, int elements);

    /** Fills a panel with some elements of the patches at positions {@code first} to {@code end}. */
    void gather(Panel panel, int first, int end, int element, int elements, long from, long to);

    /** So many, rounded up to whole register tiles. */
    static int tiled(int rows) {
        return (rows + RegisterTile.ROWS - 1) / RegisterTile.ROWS * RegisterTile.ROWS;
    }
}
