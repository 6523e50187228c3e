package gyrus.kernels.cuda.pool.forward;

import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.VendorKernel;
import gyrus.kernels.cuda.vendor.CudnnMaxPool;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.device.Plan;
import gyrus.kernels.pool.PoolSpec;

/** Calls NVIDIA's cuDNN. */
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
