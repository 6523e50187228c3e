package gyrus.kernels.pool.forward;

import gyrus.kernels.Plan;
import gyrus.kernels.VendorKernel;
import gyrus.kernels.cuda.vendor.CudnnMaxPool;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.device.CudaDevice;
import gyrus.kernels.pool.PoolSpec;

/** NVIDIA's, in cuDNN. */
public final class Cudnn implements VendorKernel<PoolSpec> {

    @Override
    public Found<?> library(CudaDevice device) {
        return device.cudnn();
    }

    @Override
    public Plan prepare(PoolSpec problem, CudaDevice device) {
        CudnnMaxPool pool = new CudnnMaxPool(device.require(device.cudnn()), problem);
        return device.prepareCall(0, (scratch, operands) -> pool.forward(operands[0], operands[1]));
    }
}
