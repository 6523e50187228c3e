package gyrus.kernels.conv.forward;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16. */
public final class CudaWgmmaBf16 extends WgmmaProduct {

    public CudaWgmmaBf16() {
        super(Precision.BF16, BoxFor.TAP);
    }
}
