package gyrus.kernels.conv.gradinput;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in TF32, with a box of pixels for all taps. */
public final class CudaWgmmaHaloTf32 extends WgmmaProduct {

    public CudaWgmmaHaloTf32() {
        super(Precision.TF32, BoxFor.ALL_TAPS);
    }
}
