package gyrus.kernels.conv;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Filter;

/**
 * What the Winograd variants can compute, how exact they are and where they pay.
 *
 * <p><b>Rounding.</b> In one dimension a result is {@code sum over points p of A[i,p] (G[p] . taps) (B[p] . sources)}, where a plain sum
 * has r products. Roundings are independent of each other, so their variances add: relative to one product's, result i has
 * {@code sum over p of A[i,p]^2 |G[p]|^2 |B[p]|^2}, against r of the plain sum. For the points 0, +-sqrt(1/2), +-sqrt(2) and infinity the
 * ratio of variances is largest for the last result: 7.125 for F(4,3) and 5.96875 for F(3,4) (with 0, +-1, +-2: 31.4 and
 * 24.2). Two dimensions square the ratio of variances, so the deviation grows by the one-dimensional ratio itself.
 */
public final class Winograd3x3 {

    /** Rounding errors of F(4x4, 3x3) over those of a plain sum. */
    public static final double CONVOLUTION_AMPLIFICATION = 7.125;

    /** Rounding errors of F(3x3, 4x4) over those of a plain sum. */
    public static final double GRAD_WEIGHT_AMPLIFICATION = 5.96875;

    private static final int ABOVE_DIRECT = 20;
    private static final int BELOW_DIRECT = 5;

    private Winograd3x3() {}

    public static Support supports(ConvSpec problem) {
        Filter filter = problem.filter();
        return filter.rows() == 3 && filter.columns() == 3 && filter.stride() == 1 && filter.dilation() == 1
                ? Support.yes()
                : Support.no("it needs a 3x3 filter of stride and dilation 1, not " + filter);
    }

    /**
     * The rank of a convolution: above Direct, but for an image of few patches and for a source of one or two channels, where
     * there is more to transform than to multiply. Measured at 1 to 993 channels, 8x8 to 128x128 pixels, batches of 1 and 8.
     */
    public static int rankConvolution(Image source, Image target) {
        return patches(target) >= 4 && source.c() > 2 ? ABOVE_DIRECT : BELOW_DIRECT;
    }

    /** The rank of a gradient of weights: above Direct, but where the patches are too few to pay for transforming the sums. */
    public static int rankGradWeight(Image output) {
        return patches(output) >= 8 ? ABOVE_DIRECT : BELOW_DIRECT;
    }

    private static int patches(Image image) {
        return image.n() * ((image.h() + 3) / 4) * ((image.w() + 3) / 4);
    }
}
