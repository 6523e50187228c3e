package gyrus.app.slices;

import java.util.Arrays;

/**
 * A two-dimensional image, row 0 on top.
 *
 * @param pixels the values, at {@code column + width * row}
 */
public record Plane(int width, int height, float[] pixels) {

    public Plane {
        if ((long) width * height != pixels.length) {
            throw new IllegalArgumentException("plane: " + width + " x " + height + " needs " + (long) width * height
                    + " pixels, got " + pixels.length);
        }
    }

    public float at(int column, int row) {
        return pixels[column + width * row];
    }

    /**
     * The same pixels centred on another size: cropped where that is smaller, with zeros around where it is larger.
     *
     * <p>Fitting back to the first size undoes padding exactly, for odd differences too.
     */
    public Plane fit(int newWidth, int newHeight) {
        float[] fitted = new float[newWidth * newHeight];
        // Division towards zero: there and back shift by the same amount.
        int left = (newWidth - width) / 2;
        int top = (newHeight - height) / 2;
        int from = Math.max(0, left);
        int to = Math.min(newWidth, left + width);
        for (int row = Math.max(0, top); row < Math.min(newHeight, top + height); row++) {
            System.arraycopy(pixels, from - left + width * (row - top), fitted, from + newWidth * row, to - from);
        }
        return new Plane(newWidth, newHeight, fitted);
    }

    /** Each square of {@code factor} x {@code factor} pixels becomes its mean; the size must be a multiple of the factor. */
    public Plane shrink(int factor) {
        if (width % factor != 0 || height % factor != 0) {
            throw new IllegalArgumentException("plane: " + width + " x " + height + " does not shrink by " + factor
                    + "; its sizes must be multiples");
        }
        int newWidth = width / factor;
        int newHeight = height / factor;
        float[] means = new float[newWidth * newHeight];
        for (int row = 0; row < newHeight; row++) {
            for (int column = 0; column < newWidth; column++) {
                double sum = 0;
                for (int y = row * factor; y < (row + 1) * factor; y++) {
                    for (int x = column * factor; x < (column + 1) * factor; x++) {
                        sum += at(x, y);
                    }
                }
                means[column + newWidth * row] = (float) (sum / (factor * factor));
            }
        }
        return new Plane(newWidth, newHeight, means);
    }

    /** The way back from {@link #shrink}: bilinear between the centres of the squares, constant outside the outermost. */
    public Plane enlarge(int factor) {
        float[] enlarged = new float[Math.multiplyExact(width * factor, height * factor)];
        for (int row = 0; row < height * factor; row++) {
            double y = Math.clamp((row + 0.5) / factor - 0.5, 0, height - 1);
            int above = Math.min((int) y, Math.max(0, height - 2));
            int below = Math.min(above + 1, height - 1);
            for (int column = 0; column < width * factor; column++) {
                double x = Math.clamp((column + 0.5) / factor - 0.5, 0, width - 1);
                int left = Math.min((int) x, Math.max(0, width - 2));
                int right = Math.min(left + 1, width - 1);
                double upper = at(left, above) + (x - left) * (at(right, above) - at(left, above));
                double lower = at(left, below) + (x - left) * (at(right, below) - at(left, below));
                enlarged[column + width * factor * row] = (float) (upper + (y - above) * (lower - upper));
            }
        }
        return new Plane(width * factor, height * factor, enlarged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plane plane && width == plane.width && height == plane.height
                && Arrays.equals(pixels, plane.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pixels);
    }
}
