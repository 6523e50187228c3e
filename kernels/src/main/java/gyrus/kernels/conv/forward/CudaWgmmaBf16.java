package gyrus.kernels.conv.forward;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.conv.ConvPass;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16. */
public final class CudaWgmmaBf16 extends CudaWgmma {

    public CudaWgmmaBf16() {
        super(ConvPass.FORWARD, Precision.BF16, BoxFor.TAP);
    }
}
