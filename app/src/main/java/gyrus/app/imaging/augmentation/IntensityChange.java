package gyrus.app.imaging.augmentation;

import gyrus.engine.random.RandomStream;

/**
 * A change of an image's grey values. The steps are, in this order: a Gaussian blur, {@code x exp(b(u, v))} by a bias field,
 * {@code x^contrast}, {@code brightness x}, Gaussian noise, and clipping to [0, 1].
 *
 * @param blur the blur's standard deviation in pixels; 0 for none
 * @param bias the factors of u, v, u^2, u v and v^2 in b, where u and v run from -1 to 1 over columns and rows
 * @param noise the noise's standard deviation; 0 for none
 * @param random the random numbers of the noise
 */
record IntensityChange(double blur, double[] bias, double contrast, double brightness, double noise, RandomStream random) {

    private static final double LARGEST_BLUR = 1;
    private static final double LARGEST_BIAS = 0.2; // for each factor
    private static final double LARGEST_LOG_CONTRAST = 0.4;
    private static final double LARGEST_BRIGHTENING = 0.25;
    private static final double LARGEST_NOISE = 0.1;
    private static final int FIRST_PIXEL = 32; // the random numbers before this index draw the amounts

    static IntensityChange draw(RandomStream random) {
        double[] bias = new double[5];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = happens(random, 1) ? LARGEST_BIAS * symmetric(random, 10 + i) : 0;
        }
        return new IntensityChange(
                happens(random, 0) ? LARGEST_BLUR * random.uniform(5) : 0, bias,
                happens(random, 2) ? StrictMath.exp(LARGEST_LOG_CONTRAST * symmetric(random, 6)) : 1,
                happens(random, 3) ? 1 + LARGEST_BRIGHTENING * symmetric(random, 7) : 1,
                happens(random, 4) ? LARGEST_NOISE * random.uniform(8) : 0, random);
    }

    private static boolean happens(RandomStream random, int index) {
        return random.uniform(index) < 0.5;
    }

    /** Returns a number from the uniform distribution on [-1, 1). */
    private static double symmetric(RandomStream random, int index) {
        return 2 * random.uniform(index) - 1;
    }

    /** Returns a changed copy of an image. */
    float[] of(float[] pixels, int side) {
        float[] changed = blur > 0 ? blurred(pixels, side) : pixels.clone();
        for (int row = 0; row < side; row++) {
            double v = position(row, side);
            for (int column = 0; column < side; column++) {
                double u = position(column, side);
                int pixel = row * side + column;
                double field = StrictMath.exp(bias[0] * u + bias[1] * v + bias[2] * u * u + bias[3] * u * v + bias[4] * v * v);
                double value = brightness * StrictMath.pow(changed[pixel] * field, contrast)
                        + (noise > 0 ? noise * random.normal(FIRST_PIXEL + pixel) : 0);
                changed[pixel] = (float) Math.clamp(value, 0.0, 1.0);
            }
        }
        return changed;
    }

    private static double position(int index, int side) {
        return side == 1 ? 0 : 2.0 * index / (side - 1) - 1;
    }

    /** Blurs rows, then columns. Outside the image, pixels equal the nearest pixel of the rim. */
    private float[] blurred(float[] pixels, int side) {
        int reach = (int) Math.ceil(3 * blur);
        double[] weights = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            weights[i + reach] = StrictMath.exp(-0.5 * i * i / (blur * blur));
            sum += weights[i + reach];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return along(along(pixels, side, weights, 1, side), side, weights, side, 1);
    }

    /**
     * Blurs an image along one axis.
     *
     * @param step the distance in memory of two neighbours along the axis
     * @param line the distance in memory of two lines that are parallel to the axis
     */
    private static float[] along(float[] pixels, int side, double[] weights, int step, int line) {
        int reach = weights.length / 2;
        float[] blurred = new float[pixels.length];
        for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
                double value = 0;
                for (int k = -reach; k <= reach; k++) {
                    value += weights[k + reach] * pixels[i * line + Math.clamp(j + k, 0, side - 1) * step];
                }
                blurred[i * line + j * step] = (float) value;
            }
        }
        return blurred;
    }
}
