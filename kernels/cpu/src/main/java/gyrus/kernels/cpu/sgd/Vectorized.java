package gyrus.kernels.cpu.sgd;

import gyrus.kernels.Extent;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
import gyrus.kernels.sgd.SgdSpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Updates weights and momentum in one pass, a vector at a time. */
public final class Vectorized implements CpuKernel<SgdSpec> {

    /** The four rates as vectors. */
    private record Rates(FloatVector a, FloatVector b, FloatVector decay, FloatVector momentum) {

        static Rates of(Operand rates) {
            return new Rates(all(rates, 0), all(rates, 1), all(rates, 2), all(rates, 3));
        }

        private static FloatVector all(Operand rates, int index) {
            return FloatVector.broadcast(Simd.SPECIES, (float) rates.get(index));
        }
    }

    @Override
    public Plan prepare(SgdSpec problem, CpuDevice device) {
        Strips strips = Strips.of(Extent.vector(problem.elements()));
        return operands -> {
            if (!Double.isFinite(operands[4].get(0))) {
                return;
            }
            long w = operands[0].address();
            long g = operands[1].address();
            long v = operands[2].address();
            Rates rates = Rates.of(operands[3]);
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long at = 4 * column;
                step(w + at, g + at, v + at, width, rates);
            });
        };
    }

    private static void step(long w, long g, long v, int count, Rates rates) {
        VectorMask<Float> all = Simd.first(Simd.LANES);
        for (int i = 0; i < count; i += Simd.LANES) {
            VectorMask<Float> lanes = count - i < Simd.LANES ? Simd.first(count - i) : all;
            long at = 4L * i;
            FloatVector weight = Simd.load(w + at, lanes);
            FloatVector direction = weight.fma(rates.decay(), Simd.load(g + at, lanes));
            FloatVector velocity = Simd.flush(Simd.load(v + at, lanes).fma(rates.momentum(), direction), Simd.NEGLIGIBLE);
            Simd.store(velocity, v + at, lanes);
            Simd.store(direction.fma(rates.a(), velocity.fma(rates.b(), weight)), w + at, lanes);
        }
    }
}
