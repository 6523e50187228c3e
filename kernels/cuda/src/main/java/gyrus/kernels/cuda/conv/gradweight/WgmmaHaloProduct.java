package gyrus.kernels.cuda.conv.gradweight;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaBoxes;
import gyrus.kernels.cuda.conv.HaloImage;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Precision;

/**
 * The gradient with respect to the weights on tiles of the input itself, as {@code wgmma_halo_product.cuh} computes it: a block
 * computes all nine taps of its channels.
 */
abstract class WgmmaHaloProduct extends WgmmaProduct {

    static final int PIXELS = 64; // of a tile
    static final Argument GRADIENT = Argument.port(1);

    private static final int PIXEL_BITS = 6;
    private static final int STAGES = 3;
    private static final int INPUT_BOXES = 3; // for 64 channels that are not 16-byte aligned
    private static final int THREE_GROUPS = 384; // threads, a group for each column of taps

    WgmmaHaloProduct(Precision precision) {
        super("wgmma_halo", precision, 64, 32);
    }

    /** Returns the shared memory of a stage's gradients in bytes. */
    abstract int gradientBytes(int columns);

    static CudaBoxes tiles(ConvSpec problem) {
        return CudaBoxes.haloTiles(problem.output(), PIXEL_BITS);
    }

    static HaloImage input(ConvSpec problem) {
        return new HaloImage(0, problem.input());
    }

    @Override
    public final Support supports(ConvSpec problem) {
        return input(problem).supports(problem.filter());
    }

    @Override
    final int tilesOfRows(int taps, int blocksOfTap) {
        return blocksOfTap;
    }

    @Override
    final int stageBytes(ConvSpec problem, int columns) {
        return STAGES * (INPUT_BOXES * HaloImage.boxBytes(tiles(problem)) + gradientBytes(columns));
    }

    @Override
    final int consumerThreads() {
        return THREE_GROUPS;
    }
}
