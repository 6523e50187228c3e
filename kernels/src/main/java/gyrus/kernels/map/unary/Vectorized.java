package gyrus.kernels.map.unary;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.Plan;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.cpu.VectorMath;
import gyrus.kernels.device.CpuDevice;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Vector after vector, row by row. */
public final class Vectorized implements CpuKernel<UnarySpec> {

    @Override
    public Plan prepare(UnarySpec problem, CpuDevice device) {
        Strips strips = Strips.of(problem.x(), problem.y());
        UnaryFunction function = problem.function();
        float scale = (float) problem.scale();
        float shift = (float) problem.shift();
        long xPitch = 4L * problem.x().pitch();
        long yPitch = 4L * problem.y().pitch();
        boolean accumulate = problem.accumulate();
        return operands -> {
            long x = operands[0].address();
            long y = operands[1].address();
            strips.run(device.workers(), (row, height, column, width) -> {
                long from = x + row * xPitch + 4 * column;
                long to = y + row * yPitch + 4 * column;
                for (int i = 0; i < height; i++) {
                    map(function, scale, shift, from + i * xPitch, to + i * yPitch, width, accumulate);
                }
            });
        };
    }

    private static void map(UnaryFunction function, float scale, float shift, long x, long y, int width, boolean accumulate) {
        FloatVector scales = FloatVector.broadcast(Simd.SPECIES, scale);
        FloatVector shifts = FloatVector.broadcast(Simd.SPECIES, shift);
        int whole = width - width % Simd.LANES;
        if (accumulate) {
            for (int i = 0; i < whole; i += Simd.LANES) {
                FloatVector value = apply(function, Simd.load(x + 4L * i).fma(scales, shifts));
                Simd.store(Simd.load(y + 4L * i).add(value), y + 4L * i);
            }
        } else {
            for (int i = 0; i < whole; i += Simd.LANES) {
                Simd.store(apply(function, Simd.load(x + 4L * i).fma(scales, shifts)), y + 4L * i);
            }
        }
        if (whole < width) {
            VectorMask<Float> rest = Simd.first(width - whole);
            FloatVector value = apply(function, Simd.load(x + 4L * whole, rest).fma(scales, shifts));
            Simd.store(accumulate ? Simd.load(y + 4L * whole, rest).add(value) : value, y + 4L * whole, rest);
        }
    }

    private static FloatVector apply(UnaryFunction function, FloatVector x) {
        return switch (function) {
            case IDENTITY -> x;
            case ABS -> x.abs();
            case SQUARE -> x.mul(x);
            case SQRT -> x.sqrt();
            case EXP -> VectorMath.exp(x);
            case LOG -> VectorMath.log(x);
            case SIGMOID -> VectorMath.sigmoid(x);
            case RELU -> x.max(0);
            case RECIPROCAL -> FloatVector.broadcast(Simd.SPECIES, 1).div(x);
        };
    }
}
