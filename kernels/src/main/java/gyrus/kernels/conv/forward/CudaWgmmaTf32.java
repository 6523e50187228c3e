package gyrus.kernels.conv.forward;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.conv.ConvPass;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in TF32. */
public final class CudaWgmmaTf32 extends CudaWgmma {

    public CudaWgmmaTf32() {
        super(ConvPass.FORWARD, Precision.TF32, BoxFor.TAP);
    }
}
