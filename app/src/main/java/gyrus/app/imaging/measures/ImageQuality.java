package gyrus.app.imaging.measures;

/** Measures of the similarity of an image, such as a denoised slice, and its reference. Pixels are in [0, 1], row by row. */
public final class ImageQuality {

    private static final int WINDOW = 11;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01; // (K1 L)², with data range L = 1
    private static final double C2 = 0.03 * 0.03;
    private static final double[] GAUSSIAN = gaussian();

    private ImageQuality() {}

    /** Returns the peak signal-to-noise ratio in dB for a data range of 1: 10 log10(1 / mean squared error); infinite if equal. */
    public static double psnr(float[] reference, float[] image) {
        return -10 * Math.log10(meanSquaredError(reference, image));
    }

    /** Returns the mean of the squared differences. */
    public static double meanSquaredError(float[] reference, float[] image) {
        requireSameLength(reference, image);
        double sum = 0;
        for (int i = 0; i < reference.length; i++) {
            double difference = (double) image[i] - reference[i];
            sum += difference * difference;
        }
        return sum / reference.length;
    }

    /**
     * Returns the mean structural similarity (Wang et al., Image quality assessment: from error visibility to structural
     * similarity, IEEE Transactions on Image Processing 13(4), 2004): means, variances and covariance in a Gaussian window of 11
     * x 11 pixels with sigma 1.5, K1 = 0.01, K2 = 0.03, averaged over all windows that lie inside the image. 1 if equal.
     *
     * @param width pixels per row; the image is at least 11 x 11
     */
    public static double ssim(float[] reference, float[] image, int width) {
        requireSameLength(reference, image);
        int height = reference.length / width;
        if (width * height != reference.length || width < WINDOW || height < WINDOW) {
            throw new IllegalArgumentException("ssim: " + reference.length + " pixels in rows of " + width
                    + " are no image of at least " + WINDOW + " x " + WINDOW);
        }
        double[] x = widen(reference);
        double[] y = widen(image);
        double[] meanX = blur(x, width);
        double[] meanY = blur(y, width);
        double[] meanXX = blur(product(x, x), width);
        double[] meanYY = blur(product(y, y), width);
        double[] meanXY = blur(product(x, y), width);
        double sum = 0;
        for (int i = 0; i < meanX.length; i++) {
            double xx = meanX[i] * meanX[i];
            double yy = meanY[i] * meanY[i];
            double xy = meanX[i] * meanY[i];
            double luminance = (2 * xy + C1) / (xx + yy + C1);
            double structure = (2 * (meanXY[i] - xy) + C2) / (meanXX[i] - xx + meanYY[i] - yy + C2);
            sum += luminance * structure;
        }
        return sum / meanX.length;
    }

    /** Returns the Gaussian mean of every window inside the image: [H, W] becomes [H - 10, W - 10]. */
    private static double[] blur(double[] image, int width) {
        int height = image.length / width;
        int innerWidth = width - WINDOW + 1;
        int innerHeight = height - WINDOW + 1;
        double[] rows = new double[height * innerWidth];
        for (int i = 0; i < rows.length; i++) {
            int first = i / innerWidth * width + i % innerWidth;
            for (int k = 0; k < WINDOW; k++) {
                rows[i] += GAUSSIAN[k] * image[first + k];
            }
        }
        double[] inner = new double[innerHeight * innerWidth];
        for (int i = 0; i < inner.length; i++) {
            for (int k = 0; k < WINDOW; k++) {
                inner[i] += GAUSSIAN[k] * rows[i + k * innerWidth];
            }
        }
        return inner;
    }

    private static double[] gaussian() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
            double offset = k - WINDOW / 2;
            weights[k] = Math.exp(-offset * offset / (2 * SIGMA * SIGMA));
            sum += weights[k];
        }
        for (int k = 0; k < WINDOW; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            product[i] = a[i] * b[i];
        }
        return product;
    }

    private static void requireSameLength(float[] reference, float[] image) {
        if (reference.length != image.length) {
            throw new IllegalArgumentException(
                    "image quality: the reference has " + reference.length + " pixels, the image " + image.length);
        }
    }
}
