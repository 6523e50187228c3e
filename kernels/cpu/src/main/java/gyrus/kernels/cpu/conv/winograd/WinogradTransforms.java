package gyrus.kernels.cpu.conv.winograd;

/**
 * The one-dimensional transforms of Winograd's convolutions with filters of three taps.
 *
 * <p>A sliding sum of r taps, m results at a time, is a product of polynomials, evaluated at m + r - 1 points: {@code results =
 * A'[(G taps) * (B' sources)]}. B' is the same for F(m,3), which convolves, and F(3,m), which makes the gradient of three weights
 * from m gradients. Row p of B' holds the coefficients of the product of (x - q) over the other finite points q, row infinity those
 * of all; row p of G is (1, p, p^2, ...) over the product of (p - q), and row infinity picks the last tap; row i of A' is p^i,
 * infinity adding to the last result alone (Winograd, Arithmetic Complexity of Computations, 1980; Lavin and Gray, Fast Algorithms
 * for Convolutional Neural Networks, 2016).
 *
 * <p><b>Rounding.</b> A result is {@code sum over points p of A[i,p] (G[p] . taps) (B[p] . sources)}, where a plain sum has r
 * products. Roundings are independent of each other, so their variances add: relative to one product's, result i has {@code sum
 * over p of A[i,p]^2 |G[p]|^2 |B[p]|^2}, against r of the plain sum. The ratio of the worst result is the amplification; two
 * dimensions square the ratio of variances, so the deviation grows by the one-dimensional ratio itself.
 *
 * <p>Every method transforms {@code count} vectors, {@code fromNext} and {@code toNext} bytes apart; the transformed dimension has
 * strides {@code fromStep} and {@code toStep}.
 */
public abstract sealed class WinogradTransforms permits SixPointTransforms, FourPointTransforms {

    /** The number of taps of the filter. */
    static final int TAPS = 3;

    /** The transforms of F(4x4, 3x3) and F(3x3, 4x4). */
    public static final WinogradTransforms SIX_POINTS = new SixPointTransforms();

    /** The transforms of F(2x2, 3x3) and F(3x3, 2x2). */
    public static final WinogradTransforms FOUR_POINTS = new FourPointTransforms();

    /** The number of points of one dimension, which is the number of sources of a tile. */
    final int points;

    /** The number of results of a tile, and of pixels from tile to tile. */
    final int step;

    /** The rounding errors of F(m x m, 3x3), relative to those of a plain sum. */
    public final double convolutionAmplification;

    /** The rounding errors of F(3x3, m x m), relative to those of a plain sum. */
    public final double gradWeightAmplification;

    WinogradTransforms(int points, double convolutionAmplification, double gradWeightAmplification) {
        this.points = points;
        this.step = points - TAPS + 1;
        this.convolutionAmplification = convolutionAmplification;
        this.gradWeightAmplification = gradWeightAmplification;
    }

    /**
     * Transforms sources to points, by B'. The first and the last source may be zeros, and have addresses and steps of their own.
     */
    abstract void sources(long first, long firstNext, long from, long fromStep, long fromNext, long last, long lastNext,
            long to, long toStep, long toNext, int count);

    /** Transforms three taps to points, by G of F(m,3). */
    abstract void taps(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count);

    /** Transforms points to m results, by A' of F(m,3). */
    abstract void results(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count);

    /** Transforms points to m results, adds the vector at {@code bias}, and raises smaller results to {@code floor}. */
    abstract void results(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count, long bias,
            float floor);

    /** Transforms points to m results, and adds them to memory. */
    abstract void addResults(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count);

    /** Transforms m gradients to points, by G of F(3,m) without the scales, which {@link #weights} applies. */
    abstract void gradients(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count);

    /** Transforms points to the gradients of three weights, by A' of F(3,m). */
    abstract void weights(long from, long fromStep, long fromNext, long to, long toStep, long toNext, int count);
}
