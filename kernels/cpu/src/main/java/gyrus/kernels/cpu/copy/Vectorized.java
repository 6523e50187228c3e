package gyrus.kernels.cpu.copy;

import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import jdk.incubator.vector.VectorMask;

/** Copies by vectors: along the rows if they are long, else down the rows, two vectors wide. */
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
                if (height == 1) {
                    along(from, to, width, accumulate);
                } else {
                    down(from, xPitch, to, yPitch, height, width, accumulate);
                }
            });
        };
    }

    private static void along(long x, long y, int width, boolean accumulate) {
        int whole = width - width % Simd.LANES;
        if (accumulate) {
            for (int i = 0; i < whole; i += Simd.LANES) {
                Simd.store(Simd.load(y + 4L * i).add(Simd.load(x + 4L * i)), y + 4L * i);
            }
        } else {
            for (int i = 0; i < whole; i += Simd.LANES) {
                Simd.store(Simd.load(x + 4L * i), y + 4L * i);
            }
        }
        if (whole < width) {
            down(x + 4L * whole, 0, y + 4L * whole, 0, 1, width - whole, accumulate);
        }
    }

    private static void down(long x, long xPitch, long y, long yPitch, int height, int width, boolean accumulate) {
        int c = 0;
        for (; c + 2 * Simd.LANES <= width; c += 2 * Simd.LANES) {
            if (accumulate) {
                addTwoVectors(x + 4L * c, xPitch, y + 4L * c, yPitch, height);
            } else {
                copyTwoVectors(x + 4L * c, xPitch, y + 4L * c, yPitch, height);
            }
        }
        for (; c < width; c += Simd.LANES) {
            VectorMask<Float> lanes = Simd.first(width - c);
            if (accumulate) {
                addOneVector(x + 4L * c, xPitch, y + 4L * c, yPitch, height, lanes);
            } else {
                copyOneVector(x + 4L * c, xPitch, y + 4L * c, yPitch, height, lanes);
            }
        }
    }

    private static void copyTwoVectors(long x, long xPitch, long y, long yPitch, int height) {
        for (int row = 0; row < height; row++) {
            Simd.store(Simd.load(x + row * xPitch), y + row * yPitch);
            Simd.store(Simd.load(x + row * xPitch + 4L * Simd.LANES), y + row * yPitch + 4L * Simd.LANES);
        }
    }

    private static void addTwoVectors(long x, long xPitch, long y, long yPitch, int height) {
        for (int row = 0; row < height; row++) {
            long from = x + row * xPitch;
            long to = y + row * yPitch;
            Simd.store(Simd.load(to).add(Simd.load(from)), to);
            Simd.store(Simd.load(to + 4L * Simd.LANES).add(Simd.load(from + 4L * Simd.LANES)), to + 4L * Simd.LANES);
        }
    }

    private static void copyOneVector(long x, long xPitch, long y, long yPitch, int height, VectorMask<Float> lanes) {
        for (int row = 0; row < height; row++) {
            Simd.store(Simd.load(x + row * xPitch, lanes), y + row * yPitch, lanes);
        }
    }

    private static void addOneVector(long x, long xPitch, long y, long yPitch, int height, VectorMask<Float> lanes) {
        for (int row = 0; row < height; row++) {
            long to = y + row * yPitch;
            Simd.store(Simd.load(to, lanes).add(Simd.load(x + row * xPitch, lanes)), to, lanes);
        }
    }
}
