package gyrus.kernels.cuda.conv;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.Image;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import java.util.List;

/**
 * An image that was packed into scratch memory for TMA: rounded, dense, with a multiple of eight channels.
 *
 * @param image the layout of the image before packing
 * @param numberBytes the bytes of an element: four for TF32, two for bfloat16
 * @param offset bytes from the begin of scratch memory
 */
public record PackedImage(Image image, int numberBytes, long offset) {

    /** The bytes of each pixel's channels in a box. */
    public static final int LINE = 128;

    private static final int ALIGNMENT = 1024; // bytes

    /** Returns the number of packed channels of a pixel, a multiple of eight. */
    public int channels() {
        return Math.ceilDiv(image.c(), 8) * 8;
    }

    /** Returns the offset after the packed image in scratch memory. */
    public long end() {
        return aligned(offset + image.pixels() * channels() * numberBytes);
    }

    /** Rounds an offset in bytes up to the alignment of packed images, 1024. */
    public static long aligned(long bytes) {
        return Math.ceilDiv(bytes, (long) ALIGNMENT) * ALIGNMENT;
    }

    /** Returns the launch that packs the image at an address. */
    public Launch packing(Argument from) {
        Rectangle area = new Rectangle(Math.toIntExact(image.pixels()), channels());
        return new Launch("packPixels", area.float4Grid(), area.float4Block(),
                from, scratch(offset), of(area.rows()), of(image.c()), of(image.pitch()), of(channels()));
    }

    /** Returns the tensor map for TMA loads of boxes of pixels with 128 bytes of channels. */
    public Argument map(CudaBoxes boxes) {
        return map(boxes, 0);
    }

    /** Returns the tensor map for boxes that are {@code moreColumns} columns wider. */
    Argument map(CudaBoxes boxes, int moreColumns) {
        return Argument.TensorMap.dense(offset, numberBytes, List.of(channels(), image.w(), image.h(), image.n()),
                List.of(LINE / numberBytes, (1 << boxes.columnBits()) + moreColumns, 1 << boxes.rowBits(), 1 << boxes.imageBits()));
    }
}
