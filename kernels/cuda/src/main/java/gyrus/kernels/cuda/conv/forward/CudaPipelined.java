package gyrus.kernels.cuda.conv.forward;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** By wide tiles that are on their way ahead of time, in float32. */
public final class CudaPipelined extends ForwardProduct {

    public CudaPipelined() {
        super(ProductAlgorithm.PIPELINED);
    }
}
