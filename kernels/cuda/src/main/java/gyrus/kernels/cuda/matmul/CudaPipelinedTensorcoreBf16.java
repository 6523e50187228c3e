package gyrus.kernels.cuda.matmul;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** On tensor cores by tiles that are loaded ahead of time, in bfloat16. */
public final class CudaPipelinedTensorcoreBf16 extends MatmulProduct {

    public CudaPipelinedTensorcoreBf16() {
        super(ProductAlgorithm.PIPELINED_TENSORCORE_BF16);
    }
}
