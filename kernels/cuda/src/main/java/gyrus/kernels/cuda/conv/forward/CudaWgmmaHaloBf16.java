package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmmaHalo;
import gyrus.kernels.cuda.launch.Precision;

/** On Hopper's tensor cores, in bfloat16, on patches of pixels where they lie. */
public final class CudaWgmmaHaloBf16 extends CudaWgmmaHalo {

    public CudaWgmmaHaloBf16() {
        super(ConvPass.FORWARD, Precision.BF16);
    }
}
