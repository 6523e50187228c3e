package gyrus.kernels.cuda.conv;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.List;

/**
 * A 3x3 convolution of stride 1 by Hopper's {@code wgmma}, as {@code wgmma_halo_product.cuh} computes it. TMA loads tiles of
 * pixels with their halo from the image itself; only the weights are packed first.
 */
public final class CudaWgmmaHalo extends CudaWgmmaConvolution {

    private static final int PIXEL_BITS = 7; // 128 pixels of a box
    private static final int TAPS = 3; // of a column, and the number of columns
    private static final int IMAGE_STAGES = 2;
    private static final int LEAST_STEPS = 3; // of a slice
    private static final int AT_ONCE = 16; // channels that are transposed together
    private static final int MOST_SKIPPED = 3; // elements before a pixel that is not 16-byte aligned

    /** Creates the kernel of a pass in one precision. */
    public CudaWgmmaHalo(ConvPass pass, Precision precision) {
        super("wgmma_halo", pass, precision);
    }

    @Override
    public Support supports(ConvSpec problem) {
        return pixels(problem).supports(problem.filter());
    }

    private HaloImage pixels(ConvSpec problem) {
        return new HaloImage(0, pass().gathered(problem));
    }

    @Override
    Work work(ConvSpec problem) {
        HaloImage from = pixels(problem);
        Image to = pass().result(problem);
        CudaBoxes boxes = CudaBoxes.haloTiles(to, PIXEL_BITS);
        int columns = columns(problem);
        int channels = Math.ceilDiv(from.image().c() + MOST_SKIPPED, AT_ONCE) * AT_ONCE; // of the packed weights
        Launch packWeights = packWeights(problem, channels, List.of(port(1), port(0), scratch()),
                of(pass() == ConvPass.GRAD_INPUT));
        Argument map = Argument.TensorMap.dense(0, numberBytes(), List.of(channels, to.c(), TAPS * TAPS),
                List.of(HaloImage.CHANNELS, columns, TAPS));
        int columnBytes = TAPS * columns * HaloImage.CHANNELS * numberBytes();
        return new Work(List.of(packWeights), PackedImage.aligned((long) TAPS * TAPS * to.c() * channels * numberBytes()),
                new BoxPipeline(tiles(problem, boxes), Math.ceilDiv(from.image().c(), HaloImage.CHANNELS), LEAST_STEPS,
                        IMAGE_STAGES * HaloImage.boxBytes(boxes) + columnStages(columns) * columnBytes, BoxPipeline.TWO_GROUPS),
                List.of(from.map(boxes), map, port(0), boxes.argument()));
    }

    /**
     * Returns the number of tap columns whose weights are in shared memory, loading or in use. With it, two blocks of 64 results
     * fit a multiprocessor.
     */
    private int columnStages(int columns) {
        return columns == 64 && precision() == Precision.TF32 ? 2 : 3;
    }
}
