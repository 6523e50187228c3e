package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.BoxFor;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmma;
import gyrus.kernels.cuda.launch.Precision;

/** On Hopper's tensor cores, in TF32. */
public final class CudaWgmmaTf32 extends CudaWgmma {

    public CudaWgmmaTf32() {
        super(ConvPass.FORWARD, Precision.TF32, BoxFor.TAP);
    }
}
