package gyrus.app.imaging.slices;

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

    /** Returns the value in a column and a row. */
    public float at(int column, int row) {
        return pixels[column + width * row];
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
