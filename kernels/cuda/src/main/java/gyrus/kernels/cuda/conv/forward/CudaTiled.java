package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** By tiles in shared memory. */
public final class CudaTiled extends ForwardProduct {

    public CudaTiled() {
        super(ProductAlgorithm.TILED);
    }
}
