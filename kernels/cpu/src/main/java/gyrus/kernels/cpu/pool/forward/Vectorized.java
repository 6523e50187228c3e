package gyrus.kernels.cpu.pool.forward;

import gyrus.kernels.Image;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.device.Plan;
import gyrus.kernels.pool.PoolSpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Computes a vector of channels at a time. A task is one row of output pixels. */
public final class Vectorized implements CpuKernel<PoolSpec> {

    @Override
    public Plan prepare(PoolSpec problem, CpuDevice device) {
        Image in = problem.input();
        Image out = problem.output();
        int size = problem.size();
        long pixel = 4L * in.pitch();
        long line = pixel * in.w();
        long step = pixel * problem.stride();
        return operands -> {
            long x = operands[0].address();
            long y = operands[1].address();
            device.workers().run(out.n() * out.h(), (task, worker) -> {
                int n = task / out.h();
                int i = task % out.h();
                long from = x + 4 * in.offset(n, i * problem.stride(), 0);
                long to = y + 4 * out.offset(n, i, 0);
                for (int j = 0; j < out.w(); j++) {
                    maxima(from + j * step, pixel, line, size, to + 4L * j * out.pitch(), out.c());
                }
            });
        };
    }

    /** Computes all channels of one window. */
    private static void maxima(long x, long pixel, long line, int size, long y, int channels) {
        int whole = channels - channels % Simd.LANES;
        for (int c = 0; c < whole; c += Simd.LANES) {
            FloatVector largest = Simd.load(x + 4L * c);
            for (int r = 0; r < size; r++) {
                for (int s = 0; s < size; s++) {
                    largest = largest.max(Simd.load(x + 4L * c + r * line + s * pixel));
                }
            }
            Simd.store(largest, y + 4L * c);
        }
        if (whole < channels) {
            VectorMask<Float> rest = Simd.first(channels - whole);
            FloatVector largest = Simd.load(x + 4L * whole, rest);
            for (int r = 0; r < size; r++) {
                for (int s = 0; s < size; s++) {
                    largest = largest.max(Simd.load(x + 4L * whole + r * line + s * pixel, rest));
                }
            }
            Simd.store(largest, y + 4L * whole, rest);
        }
    }
}
