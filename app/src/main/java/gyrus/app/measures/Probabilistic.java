package gyrus.app.measures;

/** Measures of memberships f (truth) and g (test) in [0, 1], voxel by voxel, which the four counts alone do not give. */
final class Probabilistic {

    private Probabilistic() {
    }

    /**
     * Intraclass correlation of two raters, one-way model (Shrout and Fleiss, Psychological Bulletin 86, 1979, ICC(1,1)):
     * (MSb - MSw) / (MSb + MSw), from the mean squares between and within voxels.
     *
     * <p>With m = (f + g) / 2 and its grand mean mu, MSw = sum [(f - m)² + (g - m)²] / n and
     * MSb = 2 sum (m - mu)² / (n - 1). Two empty masks agree: 1. A single voxel has no variance between voxels: NaN.
     */
    static double intraclassCorrelation(float[] truth, float[] test) {
        int n = truth.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) truth[i] + test[i];
        }
        double grandMean = sum / (2.0 * n);
        double within = 0;
        double between = 0;
        for (int i = 0; i < n; i++) {
            double half = ((double) truth[i] - test[i]) / 2;
            double offset = ((double) truth[i] + test[i]) / 2 - grandMean;
            within += 2 * half * half;
            between += 2 * offset * offset;
        }
        within /= n;
        between /= n - 1;
        return Overlap.ratio(between - within, between + within);
    }

    /**
     * Probabilistic distance (Gerig et al., Valmet, MICCAI 2001): sum |f - g| / (2 sum fg). Identical empty masks are at
     * distance 0; masks that share no foreground are infinitely far apart.
     */
    static double distance(float[] truth, float[] test) {
        double difference = 0;
        double product = 0;
        for (int i = 0; i < truth.length; i++) {
            difference += Math.abs((double) truth[i] - test[i]);
            product += (double) truth[i] * test[i];
        }
        return difference == 0 ? 0 : difference / (2 * product);
    }
}
