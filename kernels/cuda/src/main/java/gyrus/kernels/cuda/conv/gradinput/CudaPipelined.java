package gyrus.kernels.cuda.conv.gradinput;

import gyrus.kernels.cuda.gemm.ProductAlgorithm;

/** By wide tiles that are on their way ahead of time, in float32. */
public final class CudaPipelined extends GradInputProduct {

    public CudaPipelined() {
        super(ProductAlgorithm.PIPELINED);
    }
}
