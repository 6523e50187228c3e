package gyrus.kernels.cpu;

import gyrus.kernels.Support;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;

/**
 * One way to compute an op on the CPU, in Java: float32 operands, loops over vectors of the Vector API.
 *
 * @param <S> the problem: a record of shapes and options
 */
public interface CpuKernel<S> extends Kernel<S> {

    /** Returns whether this kernel can compute the problem and, if not, the reason. A kernel that refuses nothing inherits this. */
    default Support supports(S problem) {
        return Support.yes();
    }

    /** Returns the plan for one problem. It runs on the device's workers and takes scratch memory from the device. */
    Plan prepare(S problem, CpuDevice device);

    @Override
    default Support supports(S problem, Device device) {
        return device instanceof CpuDevice ? supports(problem) : Support.no("it runs on device cpu alone");
    }

    @Override
    default Plan prepare(S problem, Device device) {
        return prepare(problem, (CpuDevice) device);
    }
}
