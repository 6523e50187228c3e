package gyrus.kernels.conv.gradinput;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.DirectConvolution;
import gyrus.kernels.device.CpuDevice;

/** Sums over taps by register tiles, one pass per phase of the stride: {@link DirectConvolution}. */
public final class Direct implements CpuKernel<ConvSpec> {

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return DirectConvolution.gradInput(problem, device);
    }
}
