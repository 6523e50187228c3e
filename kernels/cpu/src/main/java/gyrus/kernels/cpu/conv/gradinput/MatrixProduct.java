package gyrus.kernels.cpu.conv.gradinput;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.conv.im2col.MatrixConvolution;
import gyrus.kernels.device.Plan;

/** {@code im2col(dx) = dy w'}: {@link MatrixConvolution}. */
public final class MatrixProduct implements CpuKernel<ConvSpec> {

    @Override
    public Support supports(ConvSpec problem) {
        return MatrixConvolution.supportsGradInput(problem);
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return MatrixConvolution.gradInput(problem, device);
    }
}
