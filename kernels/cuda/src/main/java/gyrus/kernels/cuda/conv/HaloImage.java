package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.launch.Argument;
import java.util.List;

/**
 * An image that TMA reads from the operand itself, in tiles with their halo: 32 channels in float32 at a time.
 *
 * @param port the operand
 * @param image the layout of the operand
 */
public record HaloImage(int port, Image image) {

    /** The rows and columns that the halo adds to a tile, for three taps. */
    private static final int HALO = 2;

    /** The number of channels in a box. */
    public static final int CHANNELS = PackedImage.LINE / Float.BYTES;

    private static final int FLOAT4 = 4; // numbers

    /** Returns whether TMA can load tiles whose halo serves the nine taps of a filter; its strides are multiples of 16 bytes. */
    public Support supports(Filter filter) {
        boolean threeByThree = filter.rows() == 3 && filter.columns() == 3 && filter.stride() == 1 && filter.dilation() == 1;
        return !threeByThree ? Support.no("it needs a 3x3 filter of stride and dilation 1, not " + filter)
                : image.pitch() % FLOAT4 == 0 ? Support.yes()
                : Support.no("it needs a pitch that is a multiple of 4 numbers, not " + image.pitch());
    }

    /** Returns the shared memory of a box in bytes. */
    public static int boxBytes(CudaBoxes tiles) {
        return BoxPipeline.toBoundary(tiles.lines(HALO, HALO) * PackedImage.LINE);
    }

    /** Returns the tensor map for TMA loads of tiles with their halo. */
    public Argument map(CudaBoxes tiles) {
        int row = Math.multiplyExact(image.w(), image.pitch());
        return new Argument.TensorMap(Argument.port(port), Float.BYTES, List.of(image.c(), image.w(), image.h(), image.n()),
                List.of(image.pitch(), row, Math.multiplyExact(image.h(), row)),
                List.of(CHANNELS, (1 << tiles.columnBits()) + HALO, (1 << tiles.rowBits()) + HALO, 1 << tiles.imageBits()));
    }
}
