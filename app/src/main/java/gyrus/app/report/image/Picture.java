package gyrus.app.report.image;

/**
 * A grey picture, or a mask.
 *
 * @param grey row by row from the top left, 0 black to 1 white; in a mask, 0.5 and more is inside
 */
public record Picture(int width, int height, float[] grey) {

    public Picture {
        if (width < 1 || height < 1 || (long) width * height != grey.length) {
            throw new IllegalArgumentException("picture: " + width + " x " + height + " pixels need "
                    + (long) width * height + " values, at least one; got " + grey.length);
        }
    }

    /** Returns whether the mask covers this pixel; nothing outside the picture is covered. */
    public boolean covers(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height && grey[x + width * y] >= 0.5f;
    }
}
