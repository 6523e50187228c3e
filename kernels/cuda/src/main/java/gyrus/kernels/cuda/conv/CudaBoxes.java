package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.cuda.launch.CStruct;

/**
 * Images cut into boxes of pixels for TMA, as the structure {@code Boxes} of {@code boxes.cuh}. The extents of a box are powers of
 * two.
 *
 * @param columnBits the logarithm of the columns of a box
 * @param rowBits the logarithm of the rows of a box
 * @param imageBits the logarithm of the images of a box
 * @param across the number of boxes along columns
 * @param down the number of boxes along rows
 * @param deep the number of boxes along images
 */
public record CudaBoxes(int columnBits, int rowBits, int imageBits, int across, int down, int deep) implements CStruct {

    private static final int TILE_BITS = 3; // a row of 8 pixels is a group of lines that wgmma reads

    /** Returns boxes of {@code 2^pixelBits} pixels that are as wide as the image allows. */
    public static CudaBoxes wide(Image image, int pixelBits) {
        int columnBits = Math.min(pixelBits, bits(image.w()));
        int rowBits = Math.min(pixelBits - columnBits, bits(image.h()));
        return of(image, columnBits, rowBits, pixelBits - columnBits - rowBits);
    }

    /** Returns boxes of {@code 2^pixelBits} pixels with 8 columns and 8 or more rows, as {@code halo_tiles.cuh} counts them. */
    public static CudaBoxes haloTiles(Image image, int pixelBits) {
        int rowBits = Math.clamp(bits(image.h()), TILE_BITS, pixelBits - TILE_BITS);
        return of(image, TILE_BITS, rowBits, pixelBits - TILE_BITS - rowBits);
    }

    private static CudaBoxes of(Image image, int columnBits, int rowBits, int imageBits) {
        return new CudaBoxes(columnBits, rowBits, imageBits, Math.ceilDiv(image.w(), 1 << columnBits),
                Math.ceilDiv(image.h(), 1 << rowBits), Math.ceilDiv(image.n(), 1 << imageBits));
    }

    /** Returns the number of boxes of all images. */
    public int count() {
        return across * down * deep;
    }

    /** Returns the lines of a box that extends beyond its pixels by the given rows and columns. */
    int lines(int moreRows, int moreColumns) {
        return ((1 << rowBits) + moreRows) * ((1 << columnBits) + moreColumns) << imageBits;
    }

    /** Returns the logarithm of the smallest power of two that is at least an extent. */
    private static int bits(int extent) {
        return 32 - Integer.numberOfLeadingZeros(extent - 1);
    }
}
