package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.BoxFor;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmma;
import gyrus.kernels.cuda.launch.Precision;

/** On Hopper's tensor cores, in TF32, with a box of pixels for each row of taps. */
public final class CudaWgmmaRowsTf32 extends CudaWgmma {

    public CudaWgmmaRowsTf32() {
        super(ConvPass.FORWARD, Precision.TF32, BoxFor.ROW_OF_TAPS);
    }
}
