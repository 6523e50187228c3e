package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.BoxFor;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmma;
import gyrus.kernels.cuda.launch.Precision;

/** On Hopper's tensor cores, in bfloat16, with a box of pixels for each row of taps. */
public final class CudaWgmmaRowsBf16 extends CudaWgmma {

    public CudaWgmmaRowsBf16() {
        super(ConvPass.FORWARD, Precision.BF16, BoxFor.ROW_OF_TAPS);
    }
}
