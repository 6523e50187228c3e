package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** On tensor cores by tiles that are on their way ahead of time, in TF32. */
public final class CudaPipelinedTensorcoreTf32 extends ForwardProduct {

    public CudaPipelinedTensorcoreTf32() {
        super(ProductAlgorithm.PIPELINED_TENSORCORE_TF32);
    }
}
