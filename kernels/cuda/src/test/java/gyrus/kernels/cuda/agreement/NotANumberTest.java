package gyrus.kernels.cuda.agreement;

import gyrus.kernels.agreement.NotANumberCases;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.driver.PtxDriver;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Kernel;
import gyrus.kernels.device.Selector;
import gyrus.ptx.program.Modules;

/** CUDA's kernels have NaN where the reference has, on the PTX interpreter. */
final class NotANumberTest extends NotANumberCases {

    private static final Modules MODULES = new Modules();

    @Override
    protected boolean checks(Kernel<?> kernel) {
        return kernel instanceof CudaKernel;
    }

    @Override
    protected Device open(Kernel<?> kernel) {
        CudaKernel<?> cuda = (CudaKernel<?>) kernel;
        int capability = cuda.onlyCapability() == 0 ? 80 : cuda.onlyCapability();
        return new CudaDevice(0, new PtxDriver(capability, MODULES), cuda.precision(), Selector.declared());
    }
}
