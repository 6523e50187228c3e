package gyrus.kernels.cpu.matmul.batched;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.device.Plan;
import gyrus.kernels.matmul.batched.BatchedSpec;

/** The blocks of one product by Goto and van de Geijn's method, as tasks of all products together. */
public final class PackedTiles implements CpuKernel<BatchedSpec> {

    @Override
    public Plan prepare(BatchedSpec problem, CpuDevice device) {
        return gyrus.kernels.cpu.matmul.PackedTiles.prepare(problem.each(), problem.count(), device);
    }
}
