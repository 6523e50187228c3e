package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.conv.CudnnKernel;
import gyrus.kernels.cuda.vendor.CudnnConvolution.Pass;

/** Calls NVIDIA's cuDNN. */
public final class Cudnn implements CudnnKernel {

    @Override
    public Pass pass() {
        return Pass.FORWARD;
    }
}
