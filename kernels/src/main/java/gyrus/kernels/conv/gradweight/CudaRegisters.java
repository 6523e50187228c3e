package gyrus.kernels.conv.gradweight;

import gyrus.kernels.cuda.ProductAlgorithm;

/** By tiles in shared memory and in registers. */
public final class CudaRegisters extends GradWeightProduct {

    public CudaRegisters() {
        super(ProductAlgorithm.REGISTERS);
    }
}
