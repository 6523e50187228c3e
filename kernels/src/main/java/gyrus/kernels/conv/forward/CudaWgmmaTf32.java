package gyrus.kernels.conv.forward;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in TF32. */
public final class CudaWgmmaTf32 extends WgmmaProduct {

    public CudaWgmmaTf32() {
        super(Precision.TF32, BoxFor.TAP);
    }
}
