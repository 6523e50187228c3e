package gyrus.kernels.conv.gradweight;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.DirectGradWeight;
import gyrus.kernels.device.CpuDevice;

/** Products of input rows with output gradient rows by register tiles: {@link DirectGradWeight}. */
public final class Direct implements CpuKernel<ConvSpec> {

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        return new DirectGradWeight(problem, device);
    }
}
