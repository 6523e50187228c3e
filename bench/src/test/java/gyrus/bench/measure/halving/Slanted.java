package gyrus.bench.measure.halving;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.device.Plan;

/** Multiplies by 0.501f: it is off by a five-hundredth. */
public final class Slanted implements CpuKernel<Integer> {

    @Override
    public Plan prepare(Integer elements, CpuDevice device) {
        return operands -> {
            for (int i = 0; i < elements; i++) {
                operands[1].set(i, operands[0].get(i) * 0.501f);
            }
        };
    }
}
