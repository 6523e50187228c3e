package gyrus.kernels.cuda.conv.gradweight;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends GradWeightProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
