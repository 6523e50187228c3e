package gyrus.kernels.cuda.conv.gradinput;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends GradInputProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
