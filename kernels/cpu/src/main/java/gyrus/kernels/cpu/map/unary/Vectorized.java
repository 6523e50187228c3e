package gyrus.kernels.cpu.map.unary;

import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.cpu.VectorMath;
import gyrus.kernels.device.Plan;
import gyrus.kernels.map.unary.UnaryFunction;
import gyrus.kernels.map.unary.UnarySpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Computes each row in three steps over scratch memory: scale and shift, map in place, write or add. Every function has a loop
 * of its own, because the compiler does not vectorize a loop that could call any of them.
 */
public final class Vectorized implements CpuKernel<UnarySpec> {

    @Override
    public Plan prepare(UnarySpec problem, CpuDevice device) {
        Strips strips = Strips.of(problem.x(), problem.y());
        device.workers().reserveScratch(4L * (Strips.ELEMENTS + Simd.LANES));
        UnaryFunction function = problem.function();
        float scale = (float) problem.scale();
        float shift = (float) problem.shift();
        long xPitch = 4L * problem.x().pitch();
        long yPitch = 4L * problem.y().pitch();
        boolean accumulate = problem.accumulate();
        return operands -> {
            long x = operands[0].address();
            long y = operands[1].address();
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long values = device.workers().scratch(worker);
                for (long i = row; i < row + height; i++) {
                    scale(x + i * xPitch + 4 * column, scale, shift, values, width);
                    map(function, values, width);
                    long to = y + i * yPitch + 4 * column;
                    if (accumulate) {
                        add(values, to, width);
                    } else {
                        write(values, to, width);
                    }
                }
            });
        };
    }

    private static void scale(long x, float scale, float shift, long to, int width) {
        FloatVector scales = FloatVector.broadcast(Simd.SPECIES, scale);
        FloatVector shifts = FloatVector.broadcast(Simd.SPECIES, shift);
        int whole = width - width % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            Simd.store(Simd.load(x + 4L * i).fma(scales, shifts), to + 4L * i);
        }
        if (whole < width) {
            Simd.store(Simd.load(x + 4L * whole, Simd.first(width - whole)).fma(scales, shifts), to + 4L * whole);
        }
    }

    private static void write(long values, long y, int width) {
        int whole = width - width % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            Simd.store(Simd.load(values + 4L * i), y + 4L * i);
        }
        if (whole < width) {
            Simd.store(Simd.load(values + 4L * whole), y + 4L * whole, Simd.first(width - whole));
        }
    }

    private static void add(long values, long y, int width) {
        int whole = width - width % Simd.LANES;
        for (int i = 0; i < whole; i += Simd.LANES) {
            Simd.store(Simd.load(y + 4L * i).add(Simd.load(values + 4L * i)), y + 4L * i);
        }
        if (whole < width) {
            VectorMask<Float> rest = Simd.first(width - whole);
            Simd.store(Simd.load(y + 4L * whole, rest).add(Simd.load(values + 4L * whole)), y + 4L * whole, rest);
        }
    }

    /** Replaces the numbers with their results, up to a whole vector. */
    private static void map(UnaryFunction function, long x, int count) {
        switch (function) {
            case IDENTITY -> {}
            case ABS -> abs(x, count);
            case SQUARE -> square(x, count);
            case SQRT -> sqrt(x, count);
            case EXP -> VectorMath.exp(x, count);
            case LOG -> VectorMath.log(x, count);
            case SIGMOID -> VectorMath.sigmoid(x, count);
            case TANH -> VectorMath.tanh(x, count);
            case ERF -> VectorMath.erf(x, count);
            case RELU -> relu(x, count);
            case RECIPROCAL -> reciprocal(x, count);
        }
    }

    private static void abs(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector value = Simd.load(x + 4L * i);
            Simd.store(value.abs(), x + 4L * i);
        }
    }

    private static void square(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector value = Simd.load(x + 4L * i);
            Simd.store(value.mul(value), x + 4L * i);
        }
    }

    private static void sqrt(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector value = Simd.load(x + 4L * i);
            Simd.store(value.sqrt(), x + 4L * i);
        }
    }

    private static void relu(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector value = Simd.load(x + 4L * i);
            Simd.store(value.max(0), x + 4L * i);
        }
    }

    private static void reciprocal(long x, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector value = Simd.load(x + 4L * i);
            Simd.store(FloatVector.broadcast(Simd.SPECIES, 1).div(value), x + 4L * i);
        }
    }
}
