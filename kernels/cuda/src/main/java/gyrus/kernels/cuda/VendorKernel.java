package gyrus.kernels.cuda;

import gyrus.kernels.Support;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;

/**
 * A kernel that calls one of NVIDIA's libraries, in the precision of the device. Benchmarks compare the project's own kernels with
 * it.
 */
public interface VendorKernel<S> extends Kernel<S> {

    /** Returns the library that the kernel calls, or the reason why this machine lacks it. */
    Found<?> library(CudaDevice device);

    /**
     * Returns whether the library computes this problem, or why not. It is called only if the library is installed, and may ask
     * the library.
     */
    default Support supports(S problem, CudaDevice device) {
        return Support.yes();
    }

    /** Returns the plan for one problem on a GPU. */
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
