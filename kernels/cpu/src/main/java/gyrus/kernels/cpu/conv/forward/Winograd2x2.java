package gyrus.kernels.cpu.conv.forward;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.Winograd3x3;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.conv.winograd.WinogradConvolution;
import gyrus.kernels.cpu.conv.winograd.WinogradTransforms;
import gyrus.kernels.device.Plan;

/** Winograd's F(2x2, 3x3): {@link WinogradConvolution}. */
public final class Winograd2x2 implements CpuKernel<ConvSpec> {

    @Override
    public Support supports(ConvSpec problem) {
        return Winograd3x3.supportsForward(problem);
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return WinogradConvolution.forward(WinogradTransforms.FOUR_POINTS, problem, device);
    }

    @Override
    public double amplification(ConvSpec problem) {
        return WinogradTransforms.FOUR_POINTS.convolutionAmplification;
    }
}
