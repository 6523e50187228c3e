package gyrus.kernels.conv.forward;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.DirectConvolution;
import gyrus.kernels.device.CpuDevice;

/** Sums over taps by register tiles: {@link DirectConvolution}. */
public final class Direct implements CpuKernel<ConvSpec> {

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return DirectConvolution.forward(problem, device);
    }
}
