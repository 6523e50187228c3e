package gyrus.kernels.conv.gradweight;

import gyrus.kernels.cuda.ProductAlgorithm;

/** On tensor cores, in bfloat16. */
public final class CudaTensorcoreBf16 extends GradWeightProduct {

    public CudaTensorcoreBf16() {
        super(ProductAlgorithm.TENSORCORE_BF16);
    }
}
