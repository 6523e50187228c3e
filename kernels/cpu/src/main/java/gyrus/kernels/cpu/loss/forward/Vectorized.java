package gyrus.kernels.cpu.loss.forward;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.VectorMath;
import gyrus.kernels.device.Plan;
import gyrus.kernels.loss.CrossEntropySpec;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Sums runs of 8192 elements in each lane with a compensation (Kahan, 1965), and then adds the lanes of all runs in double
 * precision, in order.
 */
public final class Vectorized implements CpuKernel<CrossEntropySpec> {

    private static final int RUN = 8192;

    @Override
    public Plan prepare(CrossEntropySpec problem, CpuDevice device) {
        int elements = problem.elements();
        int runs = Math.ceilDiv(elements, RUN);
        long sums = device.allocate(2L * runs * Simd.LANES).segment().address(); // each run's sums, then its compensations
        device.workers().reserveScratch(4L * RUN);
        return operands -> {
            long z = operands[0].address();
            long t = operands[1].address();
            device.workers().run(runs, (task, worker) -> {
                long from = 4L * task * RUN;
                int count = Math.min(RUN, elements - task * RUN);
                long softplus = device.workers().scratch(worker); // ln(1 + e^-|z|)
                negateMagnitude(z + from, count, softplus);
                VectorMath.exp(softplus, count);
                VectorMath.log1pOfUnit(softplus, count);
                sum(z + from, t + from, softplus, count, sums + 8L * task * Simd.LANES);
            });
            operands[2].set(0, total(sums, runs) / elements);
        };
    }

    private static void negateMagnitude(long z, int count, long to) {
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            Simd.store(Simd.load(z + 4L * i).abs().neg(), to + 4L * i);
        }
        if (whole < count) {
            Simd.store(Simd.load(z + 4L * whole, Simd.first(count - whole)).abs().neg(), to + 4L * whole);
        }
    }

    private static void sum(long z, long t, long softplus, int count, long to) {
        FloatVector sum = FloatVector.zero(Simd.SPECIES);
        FloatVector excess = sum; // by which the sum is too large
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            FloatVector loss = loss(Simd.load(z + 4L * i), Simd.load(t + 4L * i), Simd.load(softplus + 4L * i));
            FloatVector term = loss.sub(excess);
            FloatVector next = sum.add(term);
            excess = next.sub(sum).sub(term);
            sum = next;
        }
        if (whole < count) {
            VectorMask<Float> rest = Simd.first(count - whole);
            FloatVector loss = loss(Simd.load(z + 4L * whole, rest), Simd.load(t + 4L * whole, rest),
                    Simd.load(softplus + 4L * whole, rest)); // zero in the other lanes
            FloatVector term = loss.sub(excess);
            FloatVector next = sum.add(term);
            excess = next.sub(sum).sub(term);
            sum = next;
        }
        Simd.store(sum, to);
        Simd.store(excess, to + 4L * Simd.LANES);
    }

    private static FloatVector loss(FloatVector z, FloatVector t, FloatVector softplus) {
        return z.max(0).sub(z.mul(t)).add(softplus);
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
