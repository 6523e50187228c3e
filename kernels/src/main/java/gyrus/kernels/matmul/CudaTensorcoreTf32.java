package gyrus.kernels.matmul;

import gyrus.kernels.cuda.ProductAlgorithm;

/** On tensor cores, in TF32. */
public final class CudaTensorcoreTf32 extends MatmulProduct {

    public CudaTensorcoreTf32() {
        super(ProductAlgorithm.TENSORCORE_TF32);
    }
}
