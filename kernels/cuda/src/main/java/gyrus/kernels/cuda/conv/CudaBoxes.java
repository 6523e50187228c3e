package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.cuda.launch.CStruct;

/**
 * Images cut into boxes of pixels for TMA, as the structure {@code Boxes} of {@code boxes.cuh}: a power of two pixels in each.
 *
 * @param columnBits of a box's columns, {@code rowBits} of its rows, {@code imageBits} of its images
 * @param across boxes along columns, {@code down} along rows, {@code deep} along images
 */
public record CudaBoxes(int columnBits, int rowBits, int imageBits, int across, int down, int deep) implements CStruct {

    private static final int TILE_BITS = 3; // a row of 8 pixels is a group of lines that wgmma reads

    /** As wide as the image lets them be. */
    public static CudaBoxes wide(Image image, int pixelBits) {
        int columnBits = Math.min(pixelBits, bits(image.w()));
        int rowBits = Math.min(pixelBits - columnBits, bits(image.h()));
        return of(image, columnBits, rowBits, pixelBits - columnBits - rowBits);
    }

    /** 8 pixels across and 8 or more down, as {@code halo_tiles.cuh} counts them. */
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

    /** The power of two that reaches an extent. */
    private static int bits(int extent) {
        return 32 - Integer.numberOfLeadingZeros(extent - 1);
    }
}
