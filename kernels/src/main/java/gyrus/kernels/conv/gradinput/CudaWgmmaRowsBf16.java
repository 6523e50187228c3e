package gyrus.kernels.conv.gradinput;

import gyrus.kernels.conv.BoxFor;
import gyrus.kernels.conv.ConvPass;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.cuda.Precision;

/** On Hopper's tensor cores, in bfloat16, with a box of pixels for each row of taps. */
public final class CudaWgmmaRowsBf16 extends CudaWgmma {

    public CudaWgmmaRowsBf16() {
        super(ConvPass.GRAD_INPUT, Precision.BF16, BoxFor.ROW_OF_TAPS);
    }
}
