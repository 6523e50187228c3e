package gyrus.kernels.matmul;

import gyrus.kernels.cuda.ProductAlgorithm;

/** On tensor cores, in bfloat16. */
public final class CudaTensorcoreBf16 extends MatmulProduct {

    public CudaTensorcoreBf16() {
        super(ProductAlgorithm.TENSORCORE_BF16);
    }
}
