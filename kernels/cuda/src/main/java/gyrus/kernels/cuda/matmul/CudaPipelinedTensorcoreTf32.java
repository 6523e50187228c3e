package gyrus.kernels.cuda.matmul;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** On tensor cores by tiles that are loaded ahead of time, in TF32. */
public final class CudaPipelinedTensorcoreTf32 extends MatmulProduct {

    public CudaPipelinedTensorcoreTf32() {
        super(ProductAlgorithm.PIPELINED_TENSORCORE_TF32);
    }
}
