package gyrus.kernels.matmul;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory and in registers. */
public final class CudaRegisters extends MatmulProduct {

    public CudaRegisters() {
        super(ProductAlgorithm.REGISTERS);
    }
}
