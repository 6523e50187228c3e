package gyrus.kernels.conv.gradinput;

import gyrus.kernels.cuda.ProductAlgorithm;

/** On tensor cores, in bfloat16. */
public final class CudaTensorcoreBf16 extends GradInputProduct {

    public CudaTensorcoreBf16() {
        super(ProductAlgorithm.TENSORCORE_BF16);
    }
}
