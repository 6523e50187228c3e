package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.cuda.launch.Argument;

/**
 * Images cut into boxes of pixels for TMA, as {@code boxes.cuh} counts them: a power of two pixels in each.
 *
 * @param columnBits of a box's columns, {@code rowBits} of its rows, {@code imageBits} of its images
 */
public record CudaBoxes(Image image, int columnBits, int rowBits, int imageBits) {

    private static final int TILE_BITS = 3; // a row of 8 pixels is a group of lines that wgmma reads

    /** As wide as the image lets them be. */
    public static CudaBoxes wide(Image image, int pixelBits) {
        int columnBits = Math.min(pixelBits, bits(image.w()));
        int rowBits = Math.min(pixelBits - columnBits, bits(image.h()));
        return new CudaBoxes(image, columnBits, rowBits, pixelBits - columnBits - rowBits);
    }

    /** 8 pixels across and 8 or more down, as {@code halo_tiles.cuh} counts them. */
    public static CudaBoxes haloTiles(Image image, int pixelBits) {
        int rowBits = Math.clamp(bits(image.h()), TILE_BITS, pixelBits - TILE_BITS);
        return new CudaBoxes(image, TILE_BITS, rowBits, pixelBits - TILE_BITS - rowBits);
    }

    private int across() {
        return Math.ceilDiv(image.w(), 1 << columnBits);
    }

    private int down() {
        return Math.ceilDiv(image.h(), 1 << rowBits);
    }

    /** Returns the number of boxes of all images. */
    public int count() {
        return across() * down() * Math.ceilDiv(image.n(), 1 << imageBits);
    }

    /** Returns the lines of a box that extends beyond its pixels by the given rows and columns. */
    int lines(int moreRows, int moreColumns) {
        return ((1 << rowBits) + moreRows) * ((1 << columnBits) + moreColumns) << imageBits;
    }

    public Argument argument() {
        return new Argument.Ints(columnBits, rowBits, imageBits, across(), down());
    }

    /** The power of two that reaches an extent. */
    private static int bits(int extent) {
        return 32 - Integer.numberOfLeadingZeros(extent - 1);
    }
}
