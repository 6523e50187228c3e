package gyrus.kernels.fill;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.CpuDevice;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Vector after vector of the same value. */
public final class Vectorized implements CpuKernel<FillSpec> {

    @Override
    public Plan prepare(FillSpec problem, CpuDevice device) {
        Strips strips = Strips.of(problem.y());
        long pitch = 4L * problem.y().pitch();
        float value = (float) problem.value();
        return operands -> {
            long y = operands[0].address();
            strips.run(device.workers(), (row, height, column, width, worker) ->
                    fill(y + row * pitch + 4 * column, pitch, height, width, value));
        };
    }

    private static void fill(long y, long pitch, int height, int width, float value) {
        FloatVector vector = FloatVector.broadcast(Simd.SPECIES, value);
        int whole = width - width % Simd.LANES;
        VectorMask<Float> rest = Simd.first(width - whole);
        for (int row = 0; row < height; row++) {
            long to = y + row * pitch;
            for (int i = 0; i < whole; i += Simd.LANES) {
                Simd.store(vector, to + 4L * i);
            }
            if (whole < width) {
                Simd.store(vector, to + 4L * whole, rest);
            }
        }
    }
}
