package gyrus.kernels.conv;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Filter;

/** What the Winograd variants can compute, and where they pay. */
public final class Winograd3x3 {

    private static final int ABOVE_LARGE_PATCHES = 22;
    private static final int ABOVE_DIRECT = 20;
    private static final int BELOW_DIRECT = 5;
    private static final int FEW_PATCHES = 4;

    private Winograd3x3() {}

    public static Support supports(ConvSpec problem) {
        Filter filter = problem.filter();
        return filter.rows() == 3 && filter.columns() == 3 && filter.stride() == 1 && filter.dilation() == 1
                ? Support.yes()
                : Support.no("it needs a 3x3 filter of stride and dilation 1, not " + filter);
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
