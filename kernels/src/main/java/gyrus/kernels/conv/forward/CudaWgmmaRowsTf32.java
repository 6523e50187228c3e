package gyrus.kernels.conv.forward;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.conv.ConvPass;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in TF32, with a box of pixels for each row of taps. */
public final class CudaWgmmaRowsTf32 extends CudaWgmma {

    public CudaWgmmaRowsTf32() {
        super(ConvPass.FORWARD, Precision.TF32, BoxFor.ROW_OF_TAPS);
    }
}
