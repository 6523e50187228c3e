package gyrus.kernels.conv.gradweight;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends GradWeightProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
