package gyrus.kernels.conv.gradinput;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.MatrixConvolution;
import gyrus.kernels.device.CpuDevice;

/** {@code patches(dx) = dy w'}: {@link MatrixConvolution}. */
public final class MatrixProduct implements CpuKernel<ConvSpec> {

    @Override
    public Support supports(ConvSpec problem) {
        return MatrixConvolution.supportsGradInput(problem);
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return MatrixConvolution.gradInput(problem, device);
    }

    @Override
    public int rank(ConvSpec problem) {
        return MatrixConvolution.rankGradInput(problem);
    }
}
