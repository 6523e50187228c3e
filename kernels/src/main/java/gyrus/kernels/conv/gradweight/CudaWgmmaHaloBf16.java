package gyrus.kernels.conv.gradweight;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.HaloImage;
import gyrus.kernels.conv.PackedImage;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16: on patches of both images, packed, whose channels lie across the terms. */
public final class CudaWgmmaHaloBf16 extends WgmmaHaloProduct {

    private static final int STAGES = 6;

    public CudaWgmmaHaloBf16() {
        super(Precision.BF16);
    }

    @Override
    Factors factors(ConvSpec problem) {
        return PackedFactors.of(problem, patches(problem), HaloImage.HALO);
    }

    @Override
    int stageBytes(ConvSpec problem, int columns) {
        return STAGES * (HaloImage.boxBytes(patches(problem)) + PIXELS * PackedImage.LINE);
    }
}
