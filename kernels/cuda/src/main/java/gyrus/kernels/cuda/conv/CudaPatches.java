package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.conv.PatchGrid;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Divisor;

/** Winograd's patches on a GPU, as {@code winograd.cuh} counts them: 4 pixels apart in a result's image, with 36 points each. */
public final class CudaPatches {

    /** Of each patch. */
    public static final int POINTS = 36;

    private static final int SIDE = 4;
    private static final int PATCHES = 8; // of a block, whose points fill whole sectors of memory
    private static final int CHANNELS = 32; // of a block, whose pixels do

    private CudaPatches() {}

    /** Of all images. */
    public static int count(Image image) {
        return PatchGrid.of(image, SIDE).patches();
    }

    /**
     * An image that is read or written patch by patch.
     *
     * @param grid the image whose patches are counted
     * @param top rows from a patch of {@code grid} to what is read of this image, {@code left} columns
     */
    public static Argument of(Image image, Image grid, int top, int left) {
        PatchGrid patches = PatchGrid.of(grid, SIDE);
        int[] rows = Divisor.of(patches.rows());
        int[] columns = Divisor.of(patches.columns());
        return new Argument.Ints(image.h(), image.w(), image.c(), image.pitch(), top, left, patches.patches(),
                rows[0], rows[1], rows[2], columns[0], columns[1], columns[2]);
    }

    /** Bytes of the points of so many rows, in which channels, or patches, are rounded up to fours. */
    public static long bytes(long rows, int columns) {
        return 4L * POINTS * rows * CudaGeometry.inFours(columns);
    }

    /** A thread for each channel of each patch, x along patches, y along channels. */
    public static Dim blockAlongPatches() {
        return Dim.of(PATCHES, CHANNELS);
    }

    public static Dim gridAlongPatches(int patches, int channels) {
        return Dim.of(Math.ceilDiv(patches, PATCHES), Math.ceilDiv(channels, CHANNELS));
    }
}
