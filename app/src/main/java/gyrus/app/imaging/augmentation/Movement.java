package gyrus.app.imaging.augmentation;

import gyrus.engine.random.RandomStream;

/**
 * A movement of a square image about its centre: a flip from left to right, a scaling, a rotation, a shift, in this order. Pixels
 * are interpolated linearly, and pixels outside the image are 0.
 *
 * @param across the shift to the right as a part of the side
 * @param down the shift downwards as a part of the side
 * @param rotation the angle in radians, clockwise as rows run downwards
 */
record Movement(double across, double down, boolean flip, double scale, double rotation) {

    private static final double LARGEST_SHIFT = 0.1;
    private static final double LARGEST_ROTATION = Math.toRadians(15);
    private static final double LARGEST_LOG_SCALE = 0.15;

    static Movement draw(RandomStream random) {
        return new Movement(LARGEST_SHIFT * symmetric(random, 0), LARGEST_SHIFT * symmetric(random, 1), random.uniform(2) < 0.5,
                StrictMath.exp(LARGEST_LOG_SCALE * symmetric(random, 3)), LARGEST_ROTATION * symmetric(random, 4));
    }

    /** Returns a number from the uniform distribution on [-1, 1). */
    private static double symmetric(RandomStream random, int index) {
        return 2 * random.uniform(index) - 1;
    }

    /** Returns a moved copy of an image. */
    float[] of(float[] pixels, int side) {
        double centre = (side - 1) / 2.0;
        double cos = StrictMath.cos(rotation) / scale;
        double sin = StrictMath.sin(rotation) / scale;
        float[] moved = new float[pixels.length];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double x = column - centre - across * side;
                double y = row - centre - down * side;
                double fromX = cos * x + sin * y;
                moved[row * side + column] = between(pixels, side, centre + (flip ? -fromX : fromX), centre - sin * x + cos * y);
            }
        }
        return moved;
    }

    private static float between(float[] pixels, int side, double x, double y) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double right = x - column;
        double below = y - row;
        return (float) ((1 - below) * ((1 - right) * at(pixels, side, column, row) + right * at(pixels, side, column + 1, row))
                + below * ((1 - right) * at(pixels, side, column, row + 1) + right * at(pixels, side, column + 1, row + 1)));
    }

    private static float at(float[] pixels, int side, int column, int row) {
        return column < 0 || row < 0 || column >= side || row >= side ? 0 : pixels[row * side + column];
    }
}
