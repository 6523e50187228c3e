package gyrus.kernels.cuda.matmul;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends MatmulProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
