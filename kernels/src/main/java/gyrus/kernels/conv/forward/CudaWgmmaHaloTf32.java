package gyrus.kernels.conv.forward;

import gyrus.kernels.conv.ConvPass;
import gyrus.kernels.conv.CudaWgmmaHalo;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in TF32, on patches of pixels where they lie. */
public final class CudaWgmmaHaloTf32 extends CudaWgmmaHalo {

    public CudaWgmmaHaloTf32() {
        super(ConvPass.FORWARD, Precision.TF32);
    }
}
