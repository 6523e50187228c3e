package gyrus.kernels.cpu;

import gyrus.kernels.Support;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Plan;

/** A variant in Java for the CPU, in float32, with the Vector API. */
public interface CpuKernel<S> extends Kernel<S> {

    /** Whether it can compute this problem, or why not. */
    default Support supports(S problem) {
        return Support.yes();
    }

    /** The plan; workers and scratch memory come from the device. */
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
