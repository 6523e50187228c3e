package gyrus.kernels.conv.gradweight;

import gyrus.kernels.Support;
import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaBoxes;
import gyrus.kernels.conv.PackedImage;
import gyrus.kernels.cuda.BoxPipeline;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16: on patches of the input with their halo, which serve all nine taps. */
public final class CudaWgmmaHaloBf16 extends WgmmaProduct {

    private static final int PIXEL_BITS = 6; // 8 x 8 pixels of a patch
    private static final int HALO = 2; // rows and columns
    private static final int LINES = 64; // of a patch
    private static final int HALO_LINES = 100;
    private static final int STAGES = 6;
    private static final int THREE_GROUPS = 384; // threads, a group for each row of taps

    public CudaWgmmaHaloBf16() {
        super("wgmma_halo_", Precision.BF16, 64, 32);
    }

    @Override
    public Support supports(ConvSpec problem) {
        return BoxFor.ALL_TAPS.supports(problem.filter(), problem.output());
    }

    /** Not measured yet: left to those who ask by name or by measurement. */
    @Override
    public int rank(ConvSpec problem) {
        return 0;
    }

    @Override
    Factors factors(ConvSpec problem) {
        return PackedFactors.of(problem, CudaBoxes.patches(problem.output(), PIXEL_BITS), HALO);
    }

    @Override
    int tilesOfRows(int taps, int slicesOfTap) {
        return slicesOfTap;
    }

    @Override
    int stageBytes(int columns) {
        return STAGES * (BoxPipeline.toBoundary(HALO_LINES * PackedImage.LINE) + LINES * PackedImage.LINE);
    }

    @Override
    int multipliers() {
        return THREE_GROUPS;
    }
}
