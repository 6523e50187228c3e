package gyrus.kernels.loss.forward;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.VectorMath;
import gyrus.kernels.device.CpuDevice;
import gyrus.kernels.loss.CrossEntropySpec;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Runs of 8192 elements, each summed lane by lane with a compensation (Kahan, 1965); the lanes of all runs are then added in
 * double precision, in order.
 */
public final class Vectorized implements CpuKernel<CrossEntropySpec> {

    private static final int RUN = 8192;

    @Override
    public Plan prepare(CrossEntropySpec problem, CpuDevice device) {
        int elements = problem.elements();
        int runs = Math.ceilDiv(elements, RUN);
        long sums = device.lend(2L * runs * Simd.LANES).segment().address(); // each run's sums, then its compensations
        return operands -> {
            long z = operands[0].address();
            long t = operands[1].address();
            device.workers().run(runs, (task, worker) -> {
                long from = 4L * task * RUN;
                int count = Math.min(RUN, elements - task * RUN);
                sum(z + from, t + from, count, sums + 8L * task * Simd.LANES);
            });
            operands[2].set(0, total(sums, runs) / elements);
        };
    }

    private static void sum(long z, long t, int count, long to) {
        FloatVector sum = FloatVector.zero(Simd.SPECIES);
        FloatVector excess = FloatVector.zero(Simd.SPECIES); // by which the sum is too large
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            FloatVector term = loss(Simd.load(z + 4L * i), Simd.load(t + 4L * i)).sub(excess);
            FloatVector next = sum.add(term);
            excess = next.sub(sum).sub(term);
            sum = next;
        }
        if (whole < count) {
            VectorMask<Float> rest = Simd.first(count - whole);
            FloatVector losses = loss(Simd.load(z + 4L * whole, rest), Simd.load(t + 4L * whole, rest));
            FloatVector term = FloatVector.zero(Simd.SPECIES).blend(losses, rest).sub(excess);
            FloatVector next = sum.add(term);
            excess = next.sub(sum).sub(term);
            sum = next;
        }
        Simd.store(sum, to);
        Simd.store(excess, to + 4L * Simd.LANES);
    }

    private static FloatVector loss(FloatVector z, FloatVector t) {
        FloatVector margin = z.max(0).sub(z.mul(t));
        return margin.add(VectorMath.log1pOfUnit(VectorMath.exp(z.abs().neg())));
    }

    private static double total(long sums, int runs) {
        double total = 0;
        for (int run = 0; run < runs; run++) {
            for (int lane = 0; lane < Simd.LANES; lane++) {
                long at = 2L * run * Simd.LANES + lane;
                total += (double) Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, sums + 4 * at)
                        - Simd.MEMORY.get(ValueLayout.JAVA_FLOAT, sums + 4 * (at + Simd.LANES));
            }
        }
        return total;
    }
}
