package gyrus.kernels.conv.gradinput;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16, with a box of pixels for all taps. */
public final class CudaWgmmaHaloBf16 extends WgmmaProduct {

    public CudaWgmmaHaloBf16() {
        super(Precision.BF16, BoxFor.ALL_TAPS);
    }
}
