package gyrus.kernels;

/**
 * The layout of a batch of images, [N,H,W,C]: channels innermost, {@code pitch} elements from pixel to pixel.
 *
 * <p>{@code pitch > c} makes it a channel window of a wider buffer.
 */
public record Image(int n, int h, int w, int c, int pitch) {

    public Image {
        if (n < 1 || h < 1 || w < 1 || c < 1 || pitch < c) {
            throw new IllegalArgumentException("image: [" + n + "," + h + "," + w + "," + c + "] with pitch " + pitch
                    + "; needs positive extents and a pitch of at least the channels");
        }
        if ((long) n * h > Integer.MAX_VALUE || (long) n * h * w > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("image: [" + n + "," + h + "," + w + "," + c + "] has more than " + Integer.MAX_VALUE
                    + " pixels, the most that kernels count; use smaller images or fewer at a time");
        }
    }

    /** Returns the layout of images whose pixels follow each other without gaps. */
    public static Image dense(int n, int h, int w, int c) {
        return new Image(n, h, w, c, c);
    }

    /** Returns the number of pixels of all images. */
    public long pixels() {
        return (long) n * h * w;
    }

    /** Returns the extent: one row of {@code c} elements for each pixel, {@code pitch} apart. */
    public Extent extent() {
        return new Extent(pixels(), c, pitch);
    }

    /** Returns the number of elements from the first one to that of a pixel of an image. */
    public long offset(int image, int row, int column) {
        return (((long) image * h + row) * w + column) * pitch;
    }

    /** Returns the shape and, where it is a window, its pitch: {@code [8,64,64,32]} or {@code [8,64,64,32 of 112]}. */
    @Override
    public String toString() {
        return "[" + n + "," + h + "," + w + "," + c + (pitch == c ? "" : " of " + pitch) + "]";
    }
}
