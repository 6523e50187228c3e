package gyrus.kernels.conv.gradweight;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By wide tiles that are on their way ahead of time, in float32. */
public final class CudaPipelined extends GradWeightProduct {

    public CudaPipelined() {
        super(ProductAlgorithm.PIPELINED);
    }
}
