package gyrus.kernels.conv;

import gyrus.kernels.Image;
import gyrus.kernels.cuda.Argument;

/** Images cut into boxes of pixels for Hopper's copy engine, as {@code boxes.cuh} counts them: a power of two pixels in each. */
public record CudaBoxes(Image image, int pixelBits) {

    int columnBits() {
        return Math.min(pixelBits, bits(image.w()));
    }

    int rowBits() {
        return Math.min(pixelBits - columnBits(), bits(image.h()));
    }

    int imageBits() {
        return pixelBits - columnBits() - rowBits();
    }

    private int across() {
        return Math.ceilDiv(image.w(), 1 << columnBits());
    }

    private int down() {
        return Math.ceilDiv(image.h(), 1 << rowBits());
    }

    /** Of all images. */
    public int count() {
        return across() * down() * Math.ceilDiv(image.n(), 1 << imageBits());
    }

    public Argument argument() {
        return new Argument.Ints(columnBits(), rowBits(), imageBits(), across(), down());
    }

    /** The power of two that reaches an extent. */
    private static int bits(int extent) {
        return 32 - Integer.numberOfLeadingZeros(extent - 1);
    }
}
