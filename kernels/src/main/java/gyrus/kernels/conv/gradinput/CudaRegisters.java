package gyrus.kernels.conv.gradinput;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory and in registers. */
public final class CudaRegisters extends GradInputProduct {

    public CudaRegisters() {
        super(ProductAlgorithm.REGISTERS);
    }
}
