package gyrus.app.imaging.slices;

/**
 * From a row of pixels to a row of others: pixel i of the result is the stretch from {@code start + i ratio} to
 * {@code start + (i + 1) ratio} of the row, whose own pixel q is the stretch from q to q + 1.
 *
 * <p>Larger pixels (ratio at least 1) are means over what they cover. Smaller ones are interpolated linearly between the
 * centres of the row's, and constant beyond the outermost centres. Around the row is 0.
 *
 * @param from pixels of the row
 * @param to pixels of the result
 */
public record Resampling(int from, int to, double start, double ratio) {

    /** The weights of one result pixel for the row's pixels from {@code first} on; empty outside the row. */
    private record Mixture(int first, double[] weights) {}

    /** Returns the inverse resampling, from the result's pixels to the row's. */
    Resampling inverse() {
        return new Resampling(to, from, -start / ratio, 1 / ratio);
    }

    /** Returns a square image that was down-sampled by a factor and interpolated back. */
    public static float[] coarse(float[] pixels, int side, int factor) {
        Resampling down = new Resampling(side, Math.ceilDiv(side, factor), 0, factor);
        Plane small = apply(new Plane(side, side, pixels), down, down);
        return apply(small, down.inverse(), down.inverse()).pixels();
    }

    /** Resamples the columns of a plane by {@code across} and its rows by {@code down}. */
    static Plane apply(Plane plane, Resampling across, Resampling down) {
        Mixture[] columns = across.mixtures();
        Mixture[] rows = down.mixtures();
        float[] narrowed = new float[across.to * plane.height()];
        for (int row = 0; row < plane.height(); row++) {
            for (int column = 0; column < across.to; column++) {
                narrowed[column + across.to * row] = mixed(plane.pixels(), plane.width() * row, 1, columns[column]);
            }
        }
        float[] pixels = new float[across.to * down.to];
        for (int row = 0; row < down.to; row++) {
            for (int column = 0; column < across.to; column++) {
                pixels[column + across.to * row] = mixed(narrowed, column, across.to, rows[row]);
            }
        }
        return new Plane(across.to, down.to, pixels);
    }

    private static float mixed(float[] pixels, int offset, int stride, Mixture mixture) {
        double sum = 0;
        for (int i = 0; i < mixture.weights.length; i++) {
            sum += mixture.weights[i] * pixels[offset + stride * (mixture.first + i)];
        }
        return (float) sum;
    }

    private Mixture[] mixtures() {
        Mixture[] mixtures = new Mixture[to];
        for (int i = 0; i < to; i++) {
            double low = start + i * ratio;
            mixtures[i] = ratio >= 1 ? mean(low, low + ratio) : interpolated(low + ratio / 2);
        }
        return mixtures;
    }

    private Mixture mean(double low, double high) {
        int first = (int) Math.clamp(Math.floor(low), 0, from);
        int end = (int) Math.clamp(Math.ceil(high), first, from);
        double[] weights = new double[end - first];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (Math.min(high, first + i + 1) - Math.max(low, first + i)) / ratio;
        }
        return new Mixture(first, weights);
    }

    private Mixture interpolated(double centre) {
        if (centre < 0 || centre > from) {
            return new Mixture(0, new double[0]);
        }
        double x = Math.clamp(centre - 0.5, 0, from - 1);
        int left = (int) x;
        return left == x ? new Mixture(left, new double[] {1}) : new Mixture(left, new double[] {left + 1 - x, x - left});
    }
}
