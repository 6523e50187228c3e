package gyrus.kernels.conv.forward;

import gyrus.kernels.cuda.ProductAlgorithm;

/** On tensor cores, in TF32. */
public final class CudaTensorcoreTf32 extends ForwardProduct {

    public CudaTensorcoreTf32() {
        super(ProductAlgorithm.TENSORCORE_TF32);
    }
}
