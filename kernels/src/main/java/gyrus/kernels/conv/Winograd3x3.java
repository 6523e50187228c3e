package gyrus.kernels.conv;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Filter;
import java.util.function.IntSupplier;

/** What the Winograd variants can compute, and where they pay. */
public final class Winograd3x3 {

    private static final int ABOVE_LARGE_PATCHES = 22;
    private static final int ABOVE_DIRECT = 20;
    private static final int BELOW_DIRECT = 5;
    private static final int FEW_PATCHES = 4;

    /**
     * The fewest products that each result must sum: as many as the filter has taps. A patch's points mix all its pixels, so that
     * their rounding errors reach each of its results, whereas a result's bound grows with the products that it sums itself: a few
     * of these may all be small. On random problems errors reach 2,900 times the bound at one product, 14 times at two, once at
     * five, 0.6 times at eight and 0.25 times at nine.
     */
    private static final int FEWEST_PRODUCTS = 9;

    private Winograd3x3() {}

    /** Whether the forward pass can be computed within the bound: each output pixel sums pixels under taps, and channels. */
    public static Support supportsForward(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        return supports(filter, in.c(), () -> Axis.forward(out.h(), filter.rows(), filter.padRows(), filter).fewestRead(in.h()),
                () -> Axis.forward(out.w(), filter.columns(), filter.padColumns(), filter).fewestRead(in.w()));
    }

    /** Whether the gradient of the input can be computed within the bound: each input pixel sums output pixels, and channels. */
    public static Support supportsGradInput(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        return supports(filter, out.c(),
                () -> Axis.gradInput(in.h(), filter.rows(), filter.padRows(), filter).getFirst().fewestRead(out.h()),
                () -> Axis.gradInput(in.w(), filter.columns(), filter.padColumns(), filter).getFirst().fewestRead(out.w()));
    }

    /** Whether the gradient of the weights can be computed within the bound: each weight sums pixels of all images. */
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
        return fewest >= FEWEST_PRODUCTS ? Support.yes() : Support.no("a result that sums " + fewest
                + " products would carry the rounding errors of its whole patch; it needs " + FEWEST_PRODUCTS + " for each result");
    }

    /**
     * The rank of a convolution by patches of 4x4: above Direct, but for a source of one or two channels, where there is more to
     * transform than to multiply. Measured at 1 to 993 channels, 8x8 to 128x128 pixels, batches of 1 and 8.
     */
    public static int rankConvolution(Image source, Image target) {
        return source.c() > 2 ? ABOVE_DIRECT : BELOW_DIRECT;
    }

    /**
     * The rank of a gradient of weights by patches of 4x4: above Direct, but where the patches are too few to pay for transforming
     * the sums.
     */
    public static int rankGradWeight(Image output) {
        return patches(output, 4) >= FEW_PATCHES ? ABOVE_DIRECT : BELOW_DIRECT;
    }

    /**
     * The rank by patches of 2x2, whose transforms of weights make less than half as much: above patches of 4x4 where there are few
     * of these, or where most of their pixels would lie outside of the image.
     */
    public static int rankSmallPatches(Image source, Image target) {
        boolean few = patches(target, 4) <= FEW_PATCHES || 16 * patches(target, 2) < 36 * patches(target, 4);
        return few && source.c() > 2 ? ABOVE_LARGE_PATCHES : BELOW_DIRECT;
    }

    private static int patches(Image image, int step) {
        return PatchGrid.of(image, step).patches();
    }
}
