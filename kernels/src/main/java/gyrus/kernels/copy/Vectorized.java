package gyrus.kernels.copy;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.CpuDevice;
import jdk.incubator.vector.VectorMask;

/** Vector after vector, row by row. */
public final class Vectorized implements CpuKernel<BoxCopySpec> {

    @Override
    public Plan prepare(BoxCopySpec problem, CpuDevice device) {
        Strips strips = Strips.of(problem.from(), problem.to());
        long xPitch = 4L * problem.from().pitch();
        long yPitch = 4L * problem.to().pitch();
        boolean accumulate = problem.accumulate();
        return operands -> {
            long x = operands[0].address();
            long y = operands[1].address();
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long from = x + row * xPitch + 4 * column;
                long to = y + row * yPitch + 4 * column;
                if (accumulate) {
                    add(from, xPitch, to, yPitch, height, width);
                } else {
                    copy(from, xPitch, to, yPitch, height, width);
                }
            });
        };
    }

    private static void copy(long x, long xPitch, long y, long yPitch, int height, int width) {
        int whole = width - width % Simd.LANES;
        VectorMask<Float> rest = Simd.first(width - whole);
        for (int row = 0; row < height; row++) {
            long from = x + row * xPitch;
            long to = y + row * yPitch;
            for (int i = 0; i < whole; i += Simd.LANES) {
                Simd.store(Simd.load(from + 4L * i), to + 4L * i);
            }
            if (whole < width) {
                Simd.store(Simd.load(from + 4L * whole, rest), to + 4L * whole, rest);
            }
        }
    }

    private static void add(long x, long xPitch, long y, long yPitch, int height, int width) {
        int whole = width - width % Simd.LANES;
        VectorMask<Float> rest = Simd.first(width - whole);
        for (int row = 0; row < height; row++) {
            long from = x + row * xPitch;
            long to = y + row * yPitch;
            for (int i = 0; i < whole; i += Simd.LANES) {
                Simd.store(Simd.load(to + 4L * i).add(Simd.load(from + 4L * i)), to + 4L * i);
            }
            if (whole < width) {
                Simd.store(Simd.load(to + 4L * whole, rest).add(Simd.load(from + 4L * whole, rest)), to + 4L * whole, rest);
            }
        }
    }
}
