package gyrus.kernels.conv.gradweight;

import gyrus.kernels.cuda.ProductAlgorithm;

/** On tensor cores, in TF32. */
public final class CudaTensorcoreTf32 extends GradWeightProduct {

    public CudaTensorcoreTf32() {
        super(ProductAlgorithm.TENSORCORE_TF32);
    }
}
