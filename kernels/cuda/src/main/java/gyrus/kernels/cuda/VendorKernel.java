package gyrus.kernels.cuda;

import gyrus.kernels.Support;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;

/** A variant that calls one of NVIDIA's libraries, in the precision of the device: what our own kernels are measured against. */
public interface VendorKernel<S> extends Kernel<S> {

    /** The library it calls, where this machine has it. */
    Found<?> library(CudaDevice device);

    /** Whether the library, which is there, can compute this problem, or why not; the library may be asked. */
    default Support supports(S problem, CudaDevice device) {
        return Support.yes();
    }

    Plan prepare(S problem, CudaDevice device);

    @Override
    default Support supports(S problem, Device device) {
        if (!(device instanceof CudaDevice cuda)) {
            return Support.no("it runs on device cuda alone");
        }
        return library(cuda) instanceof Found.Missing<?>(String reason) ? Support.no(reason) : supports(problem, cuda);
    }

    @Override
    default Plan prepare(S problem, Device device) {
        return prepare(problem, (CudaDevice) device);
    }

    @Override
    default double factorRoundoff(Device device) {
        return ((CudaDevice) device).precision().factorRoundoff();
    }
}
