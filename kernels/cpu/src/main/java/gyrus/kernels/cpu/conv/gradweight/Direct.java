package gyrus.kernels.cpu.conv.gradweight;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.conv.direct.DirectGradWeight;
import gyrus.kernels.device.Plan;

/** Products of input rows with output gradient rows by register tiles: {@link DirectGradWeight}. */
public final class Direct implements CpuKernel<ConvSpec> {

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return new DirectGradWeight(problem, device);
    }
}
