package gyrus.kernels.conv;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.BoxPipeline;

/** For how many taps a box of 128 pixels is brought by {@link CudaWgmma}. */
public enum BoxFor {
    /** {@code wgmma_product.cuh}. */
    TAP("wgmma_", 0, 0),
    /** {@code wgmma_rows_product.cuh}: three taps side by side, two pixels wider. */
    ROW_OF_TAPS("wgmma_rows_", 0, 2),
    /** {@code wgmma_halo_product.cuh}: all nine, two pixels wider and higher. */
    ALL_TAPS("wgmma_halo_", 2, 2);

    private static final int PIXEL_BITS = 7;
    private static final int LEAST_COLUMN_BITS = 6; // of a row's box: the pixels that a group multiplies lie in one row
    private static final int ROW_LINES = 136; // room for a row's box, of whatever shape
    private static final int ROW = 3; // taps

    private final String source;
    private final int moreRows;
    private final int moreColumns;

    BoxFor(String source, int moreRows, int moreColumns) {
        this.source = source;
        this.moreRows = moreRows;
        this.moreColumns = moreColumns;
    }

    /** To which the precision is added. */
    String source() {
        return source;
    }

    CudaBoxes boxes(Image result) {
        return this == ALL_TAPS ? CudaBoxes.patches(result, PIXEL_BITS) : CudaBoxes.wide(result, PIXEL_BITS);
    }

    Argument map(PackedImage from, CudaBoxes boxes) {
        return from.map(boxes, moreRows, moreColumns);
    }

    public Support supports(Filter filter, Image result) {
        if (filter.stride() != 1) {
            return Support.no("it computes convolutions of stride 1");
        }
        boolean threeByThree = filter.rows() == 3 && filter.columns() == 3 && filter.dilation() == 1;
        return switch (this) {
            case TAP -> Support.yes();
            case ROW_OF_TAPS -> threeByThree && boxes(result).columnBits() >= LEAST_COLUMN_BITS ? Support.yes()
                    : Support.no("it computes 3x3 convolutions of images wider than 32 pixels");
            case ALL_TAPS -> threeByThree ? Support.yes() : Support.no("it computes 3x3 convolutions");
        };
    }

    /** In which boxes of pixels are brought for so many lines of channels. */
    int steps(int taps, int lines) {
        return switch (this) {
            case TAP -> taps * lines;
            case ROW_OF_TAPS -> taps / ROW * lines;
            case ALL_TAPS -> lines;
        };
    }

    int leastSteps() {
        return this == ALL_TAPS ? 1 : 8;
    }

    /** Taps whose weights are brought at once. */
    int tapsOfWeights() {
        return this == ROW_OF_TAPS ? ROW : 1;
    }

    /** Of all boxes of pixels and weights that are under way or multiplied at a time. */
    int stageBytes(CudaBoxes boxes, int columns) {
        int tap = columns * PackedImage.LINE;
        return switch (this) {
            case TAP -> 4 * ((1 << PIXEL_BITS) * PackedImage.LINE + tap);
            case ROW_OF_TAPS -> 3 * (ROW_LINES * PackedImage.LINE + ROW * tap);
            case ALL_TAPS -> 2 * BoxPipeline.toBoundary(boxes.lines(moreRows, moreColumns) * PackedImage.LINE) + 4 * tap;
        };
    }
}
