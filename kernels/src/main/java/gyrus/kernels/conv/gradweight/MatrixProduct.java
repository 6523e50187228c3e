package gyrus.kernels.conv.gradweight;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.MatrixConvolution;
import gyrus.kernels.conv.MatrixGradWeight;
import gyrus.kernels.device.CpuDevice;

/** {@code dw = patches(x)' dy}: {@link MatrixGradWeight}. */
public final class MatrixProduct implements CpuKernel<ConvSpec> {

    @Override
    public Support supports(ConvSpec problem) {
        return MatrixConvolution.supportsPatches(problem);
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return new MatrixGradWeight(problem, device);
    }

    @Override
    public int rank(ConvSpec problem) {
        return MatrixConvolution.rankPatches(problem);
    }
}
