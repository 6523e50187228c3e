package gyrus.kernels.cpu.conv.gradweight;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.conv.im2col.MatrixConvolution;
import gyrus.kernels.cpu.conv.im2col.MatrixGradWeight;
import gyrus.kernels.device.Plan;

/** {@code dw = im2col(x)' dy}: {@link MatrixGradWeight}. */
public final class MatrixProduct implements CpuKernel<ConvSpec> {

    @Override
    public Support supports(ConvSpec problem) {
        return MatrixConvolution.supportsIm2col(problem);
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return new MatrixGradWeight(problem, device);
    }
}
