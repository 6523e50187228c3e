package gyrus.kernels.cpu.gather.forward;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.gather.GatherSpec;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Copies the rows of the result one by one, in vectors. */
public final class Vectorized implements CpuKernel<GatherSpec> {

    @Override
    public Plan prepare(GatherSpec problem, CpuDevice device) {
        Strips strips = Strips.of(problem.indices(), problem.width());
        boolean accumulate = problem.accumulate();
        return operands -> {
            long w = operands[0].address();
            long index = operands[1].address();
            long y = operands[2].address();
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                for (long i = row; i < row + height; i++) {
                    float entry = Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, index + 4 * i);
                    boolean exists = entry >= 0 && entry < problem.entries() && entry == (int) entry;
                    long from = w + 4 * ((long) entry * problem.width() + column);
                    put(from, exists, y + 4 * (i * problem.pitch() + column), width, accumulate);
                }
            });
        };
    }

    private static void put(long from, boolean exists, long to, int width, boolean accumulate) {
        FloatVector missing = FloatVector.broadcast(Simd.SPECIES, Float.NaN);
        for (int i = 0; i < width; i += Simd.LANES) {
            VectorMask<Float> lanes = Simd.first(width - i);
            FloatVector values = exists ? Simd.load(from + 4L * i, lanes) : missing;
            Simd.store(accumulate ? values.add(Simd.load(to + 4L * i, lanes)) : values, to + 4L * i, lanes);
        }
    }
}
