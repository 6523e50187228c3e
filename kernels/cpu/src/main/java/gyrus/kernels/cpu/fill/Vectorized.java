package gyrus.kernels.cpu.fill;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.fill.FillSpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Fills by vectors: along the rows if they are long, else down the rows, two vectors wide. */
public final class Vectorized implements CpuKernel<FillSpec> {

    @Override
    public Plan prepare(FillSpec problem, CpuDevice device) {
        Strips strips = Strips.of(problem.y());
        long pitch = 4L * problem.y().pitch();
        float value = (float) problem.value();
        return operands -> {
            long y = operands[0].address();
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long to = y + row * pitch + 4 * column;
                if (height == 1) {
                    along(to, width, value);
                } else {
                    int c = 0;
                    for (; c + 2 * Simd.LANES <= width; c += 2 * Simd.LANES) {
                        downTwoVectors(to + 4L * c, pitch, height, value);
                    }
                    for (; c < width; c += Simd.LANES) {
                        downOneVector(to + 4L * c, pitch, height, value, Simd.first(width - c));
                    }
                }
            });
        };
    }

    private static void along(long y, int width, float value) {
        FloatVector vector = FloatVector.broadcast(Simd.SPECIES, value);
        int whole = width - width % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            Simd.store(vector, y + 4L * i);
        }
        if (whole < width) {
            Simd.store(vector, y + 4L * whole, Simd.first(width - whole));
        }
    }

    private static void downTwoVectors(long y, long pitch, int height, float value) {
        FloatVector vector = FloatVector.broadcast(Simd.SPECIES, value);
        for (int row = 0; row < height; row++) {
            Simd.store(vector, y + row * pitch);
            Simd.store(vector, y + row * pitch + 4L * Simd.LANES);
        }
    }

    private static void downOneVector(long y, long pitch, int height, float value, VectorMask<Float> lanes) {
        FloatVector vector = FloatVector.broadcast(Simd.SPECIES, value);
        for (int row = 0; row < height; row++) {
            Simd.store(vector, y + row * pitch, lanes);
        }
    }
}
