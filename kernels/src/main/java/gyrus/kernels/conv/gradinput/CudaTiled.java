package gyrus.kernels.conv.gradinput;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends GradInputProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
