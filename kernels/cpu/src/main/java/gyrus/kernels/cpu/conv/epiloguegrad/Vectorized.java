package gyrus.kernels.cpu.conv.epiloguegrad;

import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGradSpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.device.Plan;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * One pass over the gradient, two vectors of channels at a time. The pixels are cut into at most 128 runs, each with its own
 * sums, which are added in order at the end.
 */
public final class Vectorized implements CpuKernel<ConvEpilogueGradSpec> {

    private static final int MOST_RUNS = 128;
    private static final int FEWEST_PIXELS = 64;
    private static final int GROUP = 1 << 13; // elements that stay in the first-level cache over all channels

    @Override
    public Plan prepare(ConvEpilogueGradSpec problem, CpuDevice device) {
        int channels = problem.channels();
        long pixels = problem.pixels();
        int run = Math.toIntExact(Math.max(FEWEST_PIXELS, (pixels + MOST_RUNS - 1) / MOST_RUNS));
        int runs = (int) ((pixels + run - 1) / run);
        int group = Math.max(1, GROUP / channels);
        long sums = device.allocate((long) runs * channels).segment().address();
        long yPitch = 4L * problem.yPitch();
        long dyPitch = 4L * problem.dyPitch();
        boolean relu = problem.relu();
        boolean accumulate = problem.accumulate();
        return operands -> {
            long dy = operands[0].address();
            long db = operands[1].address();
            long y = relu ? operands[2].address() : 0;
            device.workers().run(runs, (task, worker) -> {
                long first = (long) task * run;
                int count = (int) Math.min(run, pixels - first);
                long to = sums + 4L * task * channels;
                clear(to, channels);
                for (int p = 0; p < count; p += group) {
                    long from = dy + (first + p) * dyPitch;
                    int some = Math.min(group, count - p);
                    if (relu) {
                        rectify(from, dyPitch, y + (first + p) * yPitch, yPitch, some, channels, to);
                    } else {
                        sum(from, dyPitch, some, channels, to);
                    }
                }
            });
            total(sums, runs, channels, db, accumulate);
        };
    }

    private static void clear(long sums, int channels) {
        for (int c = 0; c < channels; c += Simd.LANES) {
            Simd.store(FloatVector.zero(Simd.SPECIES), sums + 4L * c, Simd.first(channels - c));
        }
    }

    private static void rectify(long dy, long dyPitch, long y, long yPitch, int pixels, int channels, long sums) {
        int c = 0;
        for (; c + 2 * Simd.LANES <= channels; c += 2 * Simd.LANES) {
            rectifyTwoVectors(dy + 4L * c, dyPitch, y + 4L * c, yPitch, pixels, sums + 4L * c);
        }
        for (; c < channels; c += Simd.LANES) {
            VectorMask<Float> lanes = Simd.first(channels - c);
            rectifyOneVector(dy + 4L * c, dyPitch, y + 4L * c, yPitch, pixels, sums + 4L * c, lanes);
        }
    }

    private static void rectifyTwoVectors(long dy, long dyPitch, long y, long yPitch, int pixels, long sums) {
        FloatVector sum0 = Simd.load(sums);
        FloatVector sum1 = Simd.load(sums + 4L * Simd.LANES);
        for (int p = 0; p < pixels; p++) {
            long at = dy + p * dyPitch;
            long from = y + p * yPitch;
            FloatVector d0 = rectified(Simd.load(at), Simd.load(from));
            FloatVector d1 = rectified(Simd.load(at + 4L * Simd.LANES), Simd.load(from + 4L * Simd.LANES));
            Simd.store(d0, at);
            Simd.store(d1, at + 4L * Simd.LANES);
            sum0 = sum0.add(d0);
            sum1 = sum1.add(d1);
        }
        Simd.store(sum0, sums);
        Simd.store(sum1, sums + 4L * Simd.LANES);
    }

    private static void rectifyOneVector(
            long dy, long dyPitch, long y, long yPitch, int pixels, long sums, VectorMask<Float> lanes) {
        FloatVector sum = Simd.load(sums, lanes);
        for (int p = 0; p < pixels; p++) {
            long at = dy + p * dyPitch;
            FloatVector d = rectified(Simd.load(at, lanes), Simd.load(y + p * yPitch, lanes));
            Simd.store(d, at, lanes);
            sum = sum.add(d);
        }
        Simd.store(sum, sums, lanes);
    }

    /** Returns dy, and 0 where y has none; gradients that vanish are cut as well, before the convolution's gradients read them. */
    private static FloatVector rectified(FloatVector dy, FloatVector y) {
        return Simd.flush(dy.blend(0, y.compare(VectorOperators.LE, 0)), Simd.NEGLIGIBLE);
    }

    private static void sum(long dy, long dyPitch, int pixels, int channels, long sums) {
        int c = 0;
        for (; c + 2 * Simd.LANES <= channels; c += 2 * Simd.LANES) {
            sumTwoVectors(dy + 4L * c, dyPitch, pixels, sums + 4L * c);
        }
        for (; c < channels; c += Simd.LANES) {
            sumOneVector(dy + 4L * c, dyPitch, pixels, sums + 4L * c, Simd.first(channels - c));
        }
    }

    private static void sumTwoVectors(long dy, long dyPitch, int pixels, long sums) {
        FloatVector sum0 = Simd.load(sums);
        FloatVector sum1 = Simd.load(sums + 4L * Simd.LANES);
        for (int p = 0; p < pixels; p++) {
            sum0 = sum0.add(Simd.load(dy + p * dyPitch));
            sum1 = sum1.add(Simd.load(dy + p * dyPitch + 4L * Simd.LANES));
        }
        Simd.store(sum0, sums);
        Simd.store(sum1, sums + 4L * Simd.LANES);
    }

    private static void sumOneVector(long dy, long dyPitch, int pixels, long sums, VectorMask<Float> lanes) {
        FloatVector sum = Simd.load(sums, lanes);
        for (int p = 0; p < pixels; p++) {
            sum = sum.add(Simd.load(dy + p * dyPitch, lanes));
        }
        Simd.store(sum, sums, lanes);
    }

    private static void total(long sums, int runs, int channels, long db, boolean accumulate) {
        for (int c = 0; c < channels; c += Simd.LANES) {
            VectorMask<Float> lanes = Simd.first(channels - c);
            FloatVector sum = FloatVector.zero(Simd.SPECIES);
            for (int run = 0; run < runs; run++) {
                sum = sum.add(Simd.load(sums + 4L * ((long) run * channels + c), lanes));
            }
            Simd.store(accumulate ? sum.add(Simd.load(db + 4L * c, lanes)) : sum, db + 4L * c, lanes);
        }
    }
}
