package gyrus.kernels.conv.gradinput;

import gyrus.kernels.conv.ConvPass;
import gyrus.kernels.conv.CudaWgmmaHalo;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16, on patches of pixels where they lie. */
public final class CudaWgmmaHaloBf16 extends CudaWgmmaHalo {

    public CudaWgmmaHaloBf16() {
        super(ConvPass.GRAD_INPUT, Precision.BF16);
    }
}
