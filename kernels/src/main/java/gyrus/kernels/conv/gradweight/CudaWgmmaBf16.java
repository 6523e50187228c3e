package gyrus.kernels.conv.gradweight;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaBoxes;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16: on boxes of pixels, whose channels lie across the terms. */
public final class CudaWgmmaBf16 extends WgmmaProduct {

    private static final int PIXEL_BITS = 6; // 64 pixels of a box

    public CudaWgmmaBf16() {
        super("wgmma_", Precision.BF16, 128, 64);
    }

    /** Above the pipelined product where it was faster on an H200. */
    @Override
    public int rank(ConvSpec problem) {
        return CudaWgmma.isLarge(problem, CudaWgmma.LEAST_CHANNELS) ? CudaWgmma.ABOVE_PIPELINED : 0;
    }

    @Override
    Factors factors(ConvSpec problem) {
        return PackedFactors.of(problem, CudaBoxes.wide(problem.output(), PIXEL_BITS), 0);
    }
}
