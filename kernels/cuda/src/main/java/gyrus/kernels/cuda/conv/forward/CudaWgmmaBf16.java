package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.BoxFor;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmma;
import gyrus.kernels.cuda.launch.Precision;

/** On Hopper's tensor cores, in bfloat16. */
public final class CudaWgmmaBf16 extends CudaWgmma {

    public CudaWgmmaBf16() {
        super(ConvPass.FORWARD, Precision.BF16, BoxFor.TAP);
    }
}
