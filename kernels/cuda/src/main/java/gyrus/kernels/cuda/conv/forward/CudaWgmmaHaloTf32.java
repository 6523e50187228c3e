package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmmaHalo;
import gyrus.kernels.cuda.launch.Precision;

/** On Hopper's tensor cores, in TF32, on patches of pixels where they lie. */
public final class CudaWgmmaHaloTf32 extends CudaWgmmaHalo {

    public CudaWgmmaHaloTf32() {
        super(ConvPass.FORWARD, Precision.TF32);
    }
}
