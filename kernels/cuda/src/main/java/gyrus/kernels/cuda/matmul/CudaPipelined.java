package gyrus.kernels.cuda.matmul;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** By tiles that are loaded ahead of time. */
public final class CudaPipelined extends MatmulProduct {

    public CudaPipelined() {
        super(ProductAlgorithm.PIPELINED);
    }
}
