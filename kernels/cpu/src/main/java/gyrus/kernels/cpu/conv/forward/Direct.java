package gyrus.kernels.cpu.conv.forward;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.conv.direct.DirectConvolution;
import gyrus.kernels.device.Plan;

/** Sums over taps by register tiles: {@link DirectConvolution}. */
public final class Direct implements CpuKernel<ConvSpec> {

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return DirectConvolution.forward(problem, device);
    }
}
