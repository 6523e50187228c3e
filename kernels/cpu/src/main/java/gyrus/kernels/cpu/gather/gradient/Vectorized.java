package gyrus.kernels.cpu.gather.gradient;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.device.Plan;
import gyrus.kernels.gather.GatherSpec;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * A task computes several rows of the table: it reads all indices in order, and adds the rows of dy whose index is one of its
 * rows.
 */
public final class Vectorized implements CpuKernel<GatherSpec> {

    private static final int TASKS = 64; // at most; each reads all indices

    @Override
    public Plan prepare(GatherSpec problem, CpuDevice device) {
        int owned = Math.ceilDiv(problem.entries(), TASKS);
        int width = problem.width();
        return operands -> device.workers().run(Math.ceilDiv(problem.entries(), owned), (task, worker) -> {
            long index = operands[0].address();
            long dy = operands[1].address();
            long dw = operands[2].address();
            int begin = task * owned;
            int end = Math.min(begin + owned, problem.entries());
            if (!problem.accumulate()) {
                Simd.MEMORY.asSlice(dw + 4L * begin * width, 4L * (end - begin) * width).fill((byte) 0);
            }
            for (int i = 0; i < problem.indices(); i++) {
                float entry = Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, index + 4L * i);
                if (entry >= begin && entry < end && entry == (int) entry) {
                    add(dy + 4L * i * problem.pitch(), dw + 4L * (int) entry * width, width);
                }
            }
        });
    }

    private static void add(long from, long to, int width) {
        for (int i = 0; i < width; i += Simd.LANES) {
            VectorMask<Float> lanes = Simd.first(width - i);
            FloatVector sum = Simd.load(to + 4L * i, lanes).add(Simd.load(from + 4L * i, lanes));
            Simd.store(sum, to + 4L * i, lanes);
        }
    }
}
