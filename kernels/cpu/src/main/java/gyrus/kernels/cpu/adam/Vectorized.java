package gyrus.kernels.cpu.adam;

import gyrus.kernels.Extent;
import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Updates weights and both moments in one pass, a vector at a time. */
public final class Vectorized implements CpuKernel<AdamSpec> {

    private static final float LEAST_ROOT = 0x1p-63f; // the root of the least normal number, 2^-126

    @Override
    public Plan prepare(AdamSpec problem, CpuDevice device) {
        Strips strips = Strips.of(Extent.vector(problem.elements()));
        return operands -> {
            if (!Double.isFinite(operands[5].get(0))) {
                return;
            }
            long w = operands[0].address();
            long g = operands[1].address();
            long m = operands[2].address();
            long v = operands[3].address();
            Operand rates = operands[4];
            float step = (float) rates.get(0);
            float correction = (float) rates.get(1);
            float rate1 = (float) rates.get(2);
            float rate2 = (float) rates.get(3);
            float eps = (float) rates.get(4);
            float decay = (float) rates.get(5);
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long at = 4 * column;
                step(w + at, g + at, m + at, v + at, width, step, correction, rate1, rate2, eps, decay);
            });
        };
    }

    private static void step(long w, long g, long m, long v, int count,
            float step, float correction, float rate1, float rate2, float eps,
            float decay) {
        int whole = count - count % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            FloatVector gradient = Simd.load(g + 4L * i);
            FloatVector mean = mean(Simd.load(m + 4L * i), gradient, rate1);
            FloatVector square = square(Simd.load(v + 4L * i), gradient, rate2);
            Simd.store(mean, m + 4L * i);
            Simd.store(square, v + 4L * i);
            FloatVector weight = Simd.load(w + 4L * i);
            Simd.store(weight.sub(change(weight, mean, square, step, correction, eps, decay)), w + 4L * i);
        }
        if (whole < count) {
            VectorMask<Float> rest = Simd.first(count - whole);
            long at = 4L * whole;
            FloatVector gradient = Simd.load(g + at, rest);
            FloatVector mean = mean(Simd.load(m + at, rest), gradient, rate1);
            FloatVector square = square(Simd.load(v + at, rest), gradient, rate2);
            Simd.store(mean, m + at, rest);
            Simd.store(square, v + at, rest);
            FloatVector weight = Simd.load(w + at, rest);
            Simd.store(weight.sub(change(weight, mean, square, step, correction, eps, decay)), w + at, rest);
        }
    }

    /** Returns the moving average of the gradient after one more. */
    private static FloatVector mean(FloatVector mean, FloatVector gradient, float rate) {
        return Simd.flush(average(mean, gradient, rate), Simd.NEGLIGIBLE);
    }

    /** Returns the moving average of the squared gradient after one more. Squares that are no normal numbers count as 0. */
    private static FloatVector square(FloatVector square, FloatVector gradient, float rate) {
        FloatVector root = Simd.flush(gradient, LEAST_ROOT);
        return Simd.flush(average(square, root.mul(root), rate), Float.MIN_NORMAL);
    }

    private static FloatVector average(FloatVector average, FloatVector value, float rate) {
        return value.sub(average).fma(FloatVector.broadcast(Simd.SPECIES, rate), average);
    }

    private static FloatVector change(FloatVector weight, FloatVector mean, FloatVector square, float step, float correction,
            float eps, float decay) {
        FloatVector move = mean.mul(step).div(square.sqrt().mul(correction).add(eps));
        return weight.fma(FloatVector.broadcast(Simd.SPECIES, decay), move);
    }
}
