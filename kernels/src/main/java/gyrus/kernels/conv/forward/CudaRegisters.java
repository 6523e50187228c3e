package gyrus.kernels.conv.forward;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory and in registers. */
public final class CudaRegisters extends ForwardProduct {

    public CudaRegisters() {
        super(ProductAlgorithm.REGISTERS);
    }
}
