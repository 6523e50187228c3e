package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Filter;

/** The filter taps that one TMA load of 128 pixels serves in {@link CudaWgmma}. */
public enum BoxFor {
    /** One tap; the kernel is {@code wgmma_product.cuh}. */
    TAP("wgmma", 1, 128, 4),
    /** A row of three taps, so the box is two pixels wider; the kernel is {@code wgmma_rows_product.cuh}. */
    ROW_OF_TAPS("wgmma_rows", 3, 136, 3);

    private static final int PIXEL_BITS = 7;
    private static final int LEAST_COLUMN_BITS = 6; // of a box for several taps: pixels that are multiplied lie in one row

    private final String level;
    private final int taps;
    private final int pixelLines; // room for the pixels
    private final int stages;

    BoxFor(String level, int taps, int pixelLines, int stages) {
        this.level = level;
        this.taps = taps;
        this.pixelLines = pixelLines;
        this.stages = stages;
    }

    /** Returns the level's name without the precision, such as {@code wgmma_rows}. */
    String level() {
        return level;
    }

    int taps() {
        return taps;
    }

    CudaBoxes boxes(Image result) {
        return CudaBoxes.wide(result, PIXEL_BITS);
    }

    Support supports(Filter filter, Image result) {
        if (filter.stride() != 1) {
            return Support.no("it needs a stride of 1, not " + filter.stride());
        }
        boolean threeByThree = filter.rows() == 3 && filter.columns() == 3 && filter.dilation() == 1;
        return taps == 1 || threeByThree && boxes(result).columnBits() >= LEAST_COLUMN_BITS ? Support.yes()
                : Support.no("it needs a 3x3 filter without dilation and images wider than 32 pixels, not " + filter + " on "
                        + result);
    }

    /** Returns the bytes of all boxes of pixels and weights in the pipeline's stages. */
    int stageBytes(int columns) {
        return stages * (pixelLines + taps * columns) * PackedImage.LINE;
    }
}
