package gyrus.kernels.cpu.agreement;

import gyrus.kernels.agreement.NotANumberCases;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.ReferenceDevice;
import gyrus.kernels.device.ReferenceKernel;

/** The CPU's kernels have NaN where the reference has. */
final class NotANumberTest extends NotANumberCases {

    @Override
    protected boolean checks(Kernel<?> kernel) {
        return kernel instanceof CpuKernel || kernel instanceof ReferenceKernel;
    }

    @Override
    protected Device open(Kernel<?> kernel) {
        return kernel instanceof CpuKernel ? new CpuDevice(1) : new ReferenceDevice();
    }
}
