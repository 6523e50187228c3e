package gyrus.kernels.conv.forward;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends ForwardProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
