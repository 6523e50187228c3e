package gyrus.kernels.conv.gradweight;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaBoxes;
import gyrus.kernels.conv.HaloImage;
import gyrus.kernels.cuda.Precision;

/** On patches of the input with their halo, which serve all nine taps: a block has them all. */
abstract class WgmmaHaloProduct extends WgmmaProduct {

    static final int PIXELS = 64; // of a patch

    private static final int PIXEL_BITS = 6;
    private static final int THREE_GROUPS = 384; // threads, a group for each row or column of taps

    WgmmaHaloProduct(Precision precision) {
        super("wgmma_halo_", precision, 64, 32);
    }

    static CudaBoxes patches(ConvSpec problem) {
        return CudaBoxes.patches(problem.output(), PIXEL_BITS);
    }

    @Override
    public Support supports(ConvSpec problem) {
        return HaloImage.supports(problem.filter());
    }

    /** Not measured yet: left to those who ask by name or by measurement. */
    @Override
    public final int rank(ConvSpec problem) {
        return 0;
    }

    @Override
    final int tilesOfRows(int taps, int slicesOfTap) {
        return slicesOfTap;
    }

    @Override
    final int multipliers() {
        return THREE_GROUPS;
    }
}
