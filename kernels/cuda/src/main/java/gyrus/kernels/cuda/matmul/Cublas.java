package gyrus.kernels.cuda.matmul;

import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.VendorKernel;
import gyrus.kernels.cuda.vendor.ColumnMajorProduct;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.device.Plan;
import gyrus.kernels.matmul.MatmulSpec;

/** Calls NVIDIA's cuBLAS. Its matrices are column-major, so the factors are exchanged. */
public final class Cublas implements VendorKernel<MatmulSpec> {

    @Override
    public Found<?> library(CudaDevice device) {
        return device.cublas();
    }

    @Override
    public Plan prepare(MatmulSpec problem, CudaDevice device) {
        CublasHandle cublas = device.require(device.cublas());
        ColumnMajorProduct product = ColumnMajorProduct.ofRowMajor(
                problem.m(), problem.n(), problem.k(), problem.transposeA(), problem.transposeB(), problem.accumulate());
        return device.prepareCall(0,
                (scratch, operands) -> cublas.multiply(product, device.precision(), operands[1], operands[0], operands[2]));
    }
}
