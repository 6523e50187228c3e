package gyrus.kernels.cpu.loss.gradient;

import gyrus.kernels.Extent;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.cpu.VectorMath;
import gyrus.kernels.device.Plan;
import gyrus.kernels.loss.CrossEntropySpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Computes the sigmoids of a run of logits in scratch memory, and then the gradient. */
public final class Vectorized implements CpuKernel<CrossEntropySpec> {

    @Override
    public Plan prepare(CrossEntropySpec problem, CpuDevice device) {
        Strips strips = Strips.of(Extent.vector(problem.elements()));
        device.workers().reserveScratch(4L * (Strips.ELEMENTS + Simd.LANES));
        boolean accumulate = problem.accumulate();
        return operands -> {
            long z = operands[0].address();
            long t = operands[1].address();
            long dz = operands[3].address();
            float weight = (float) (operands[2].get(0) / problem.elements());
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long at = 4 * column;
                long sigmoids = device.workers().scratch(worker);
                copy(z + at, sigmoids, width);
                VectorMath.sigmoid(sigmoids, width);
                if (accumulate) {
                    add(sigmoids, t + at, dz + at, width, weight);
                } else {
                    write(sigmoids, t + at, dz + at, width, weight);
                }
            });
        };
    }

    private static void copy(long z, long to, int count) {
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            Simd.store(Simd.load(z + 4L * i), to + 4L * i);
        }
        if (whole < count) {
            Simd.store(Simd.load(z + 4L * whole, Simd.first(count - whole)), to + 4L * whole);
        }
    }

    private static void write(long sigmoids, long t, long dz, int count, float weight) {
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            FloatVector error = Simd.load(sigmoids + 4L * i).sub(Simd.load(t + 4L * i));
            Simd.store(Simd.flush(error.mul(weight), Simd.NEGLIGIBLE), dz + 4L * i);
        }
        if (whole < count) {
            VectorMask<Float> rest = Simd.first(count - whole);
            FloatVector error = Simd.load(sigmoids + 4L * whole).sub(Simd.load(t + 4L * whole, rest));
            Simd.store(Simd.flush(error.mul(weight), Simd.NEGLIGIBLE), dz + 4L * whole, rest);
        }
    }

    private static void add(long sigmoids, long t, long dz, int count, float weight) {
        FloatVector weights = FloatVector.broadcast(Simd.SPECIES, weight);
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            FloatVector error = Simd.load(sigmoids + 4L * i).sub(Simd.load(t + 4L * i));
            Simd.store(Simd.flush(error.fma(weights, Simd.load(dz + 4L * i)), Simd.NEGLIGIBLE), dz + 4L * i);
        }
        if (whole < count) {
            VectorMask<Float> rest = Simd.first(count - whole);
            FloatVector error = Simd.load(sigmoids + 4L * whole).sub(Simd.load(t + 4L * whole, rest));
            FloatVector sum = error.fma(weights, Simd.load(dz + 4L * whole, rest));
            Simd.store(Simd.flush(sum, Simd.NEGLIGIBLE), dz + 4L * whole, rest);
        }
    }
}
