package gyrus.kernels.matmul;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends MatmulProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
