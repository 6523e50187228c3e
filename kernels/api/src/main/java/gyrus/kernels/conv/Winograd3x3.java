package gyrus.kernels.conv;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Filter;
import java.util.function.IntSupplier;

/** The problems that Winograd variants compute within the bound of rounding errors. */
public final class Winograd3x3 {

    /** The rounding errors of F(4x4, 3x3) with six points a dimension, relative to those of a plain sum. */
    public static final double SIX_POINT_CONVOLUTION_AMPLIFICATION = 7.125;

    /** The rounding errors of F(3x3, 4x4) with six points a dimension, relative to those of a plain sum. */
    public static final double SIX_POINT_GRAD_WEIGHT_AMPLIFICATION = 5.96875;

    /**
     * The fewest products that each result must sum: the number of taps of the filter. Each point of a tile mixes all pixels of
     * the tile, so their rounding errors reach every result. The bound of a result grows only with the products that the result
     * itself sums, and a few products may all be small. On random problems, errors reach 2,900 times the bound at one product, 14
     * times at two, once at five, 0.6 times at eight and 0.25 times at nine.
     */
    private static final int FEWEST_PRODUCTS = 9;

    private Winograd3x3() {}

    /** Returns whether the forward pass stays within the error bound: each output pixel sums pixels under taps, and channels. */
    public static Support supportsForward(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        return supports(filter, in.c(), () -> Axis.forward(out.h(), filter.rows(), filter.padRows(), filter).fewestRead(in.h()),
                () -> Axis.forward(out.w(), filter.columns(), filter.padColumns(), filter).fewestRead(in.w()));
    }

    /**
     * Returns whether the gradient of the input stays within the error bound: each input pixel sums output pixels, and channels.
     */
    public static Support supportsGradInput(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        return supports(filter, out.c(),
                () -> Axis.gradInput(in.h(), filter.rows(), filter.padRows(), filter).getFirst().fewestRead(out.h()),
                () -> Axis.gradInput(in.w(), filter.columns(), filter.padColumns(), filter).getFirst().fewestRead(out.w()));
    }

    /** Returns whether the gradient of the weights stays within the error bound: each weight sums pixels of all images. */
    public static Support supportsGradWeight(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        return supports(filter, in.n(),
                () -> Axis.gradWeight(out.h(), filter.rows(), filter.padRows(), filter).fewestRead(in.h()),
                () -> Axis.gradWeight(out.w(), filter.columns(), filter.padColumns(), filter).fewestRead(in.w()));
    }

    private static Support supports(Filter filter, int others, IntSupplier rows, IntSupplier columns) {
        if (filter.rows() != 3 || filter.columns() != 3 || filter.stride() != 1 || filter.dilation() != 1) {
            return Support.no("it needs a 3x3 filter of stride and dilation 1, not " + filter);
        }
        long fewest = (long) others * rows.getAsInt() * columns.getAsInt();
        return fewest >= FEWEST_PRODUCTS ? Support.yes()
                : Support.no("it needs results that sum " + FEWEST_PRODUCTS + " products or more, not "
                        + fewest + ": the rounding errors of a tile reach each of its results");
    }
}
