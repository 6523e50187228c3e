package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** On tensor cores by tiles that are on their way ahead of time, in bfloat16. */
public final class CudaPipelinedTensorcoreBf16 extends ForwardProduct {

    public CudaPipelinedTensorcoreBf16() {
        super(ProductAlgorithm.PIPELINED_TENSORCORE_BF16);
    }
}
