package gyrus.kernels.conv.gradweight;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.Winograd3x3;
import gyrus.kernels.conv.WinogradGradWeight;
import gyrus.kernels.conv.WinogradRanks;
import gyrus.kernels.conv.WinogradTransforms;
import gyrus.kernels.device.CpuDevice;

/** Winograd's F(3x3, 4x4): {@link WinogradGradWeight}. */
public final class Winograd implements CpuKernel<ConvSpec> {

    @Override
    public Support supports(ConvSpec problem) {
        return Winograd3x3.supportsGradWeight(problem);
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return new WinogradGradWeight(WinogradTransforms.SIX_POINTS, problem, device);
    }

    @Override
    public double amplification(ConvSpec problem) {
        return WinogradTransforms.SIX_POINTS.gradWeightAmplification;
    }

    @Override
    public int rank(ConvSpec problem) {
        return WinogradRanks.gradWeight(problem.output());
    }
}
