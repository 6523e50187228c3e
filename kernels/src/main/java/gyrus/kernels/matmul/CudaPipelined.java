package gyrus.kernels.matmul;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles that are loaded ahead of time. */
public final class CudaPipelined extends MatmulProduct {

    public CudaPipelined() {
        super(ProductAlgorithm.PIPELINED);
    }
}
