package gyrus.kernels.cpu.map.binary;

import gyrus.kernels.LoopNest;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.Plan;
import gyrus.kernels.map.binary.BinaryFunction;
import gyrus.kernels.map.binary.BinarySpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Runs along the innermost loop of the merged dimensions. Whole vectors are read directly from memory; operands that repeat,
 * results that accumulate and tails pass through scratch memory. Every function has a loop of its own, because the compiler
 * does not vectorize a loop that could call any of them.
 */
public final class Vectorized implements CpuKernel<BinarySpec> {

    private static final long ROOM = 4L * Strips.ELEMENTS + 4L * Simd.LANES; // bytes for one operand's row

    @Override
    public Plan prepare(BinarySpec problem, CpuDevice device) {
        LoopNest nest = LoopNest.of(problem.y(), problem.a(), problem.b(), problem.y());
        Strips strips = Strips.of(nest.rows(), nest.columns());
        device.workers().reserveScratch(3 * ROOM);
        BinaryFunction function = problem.function();
        boolean accumulate = problem.accumulate();
        return operands -> {
            long a = operands[0].address();
            long b = operands[1].address();
            long y = operands[2].address();
            strips.run(device.workers(), (row, height, column, width, worker) -> {
                long scratch = device.workers().scratch(worker);
                int whole = width - width % Simd.LANES;
                for (long i = row; i < row + height; i++) {
                    long first = a + 4 * nest.offset(0, i);
                    long second = b + 4 * nest.offset(1, i);
                    first = nest.repeats(0) ? repeat(first, scratch, width) : first + 4 * column;
                    second = nest.repeats(1) ? repeat(second, scratch + ROOM, width) : second + 4 * column;
                    long to = y + 4 * (nest.offset(2, i) + column);
                    map(function, first, second, accumulate ? scratch + 2 * ROOM : to, whole);
                    if (accumulate) {
                        add(scratch + 2 * ROOM, to, to, whole);
                    }
                    if (whole < width) {
                        mapRest(function, first + 4L * whole, second + 4L * whole, to + 4L * whole, width - whole, accumulate,
                                scratch);
                    }
                }
            });
        };
    }

    /** Fills a row of whole vectors that covers {@code width} with one number, and returns its address. */
    private static long repeat(long value, long to, int width) {
        FloatVector values = Simd.broadcast(value);
        for (int i = 0; i < width; i += Simd.LANES) {
            Simd.store(values, to + 4L * i);
        }
        return to;
    }

    /** Computes less than a vector. */
    private static void mapRest(BinaryFunction function, long a, long b, long y, int count, boolean accumulate, long scratch) {
        VectorMask<Float> rest = Simd.first(count);
        Simd.store(Simd.load(a, rest), scratch);
        Simd.store(Simd.load(b, rest), scratch + ROOM);
        map(function, scratch, scratch + ROOM, scratch + 2 * ROOM, Simd.LANES);
        FloatVector value = Simd.load(scratch + 2 * ROOM);
        Simd.store(accumulate ? value.add(Simd.load(y, rest)) : value, y, rest);
    }

    /** Computes whole vectors. */
    private static void map(BinaryFunction function, long a, long b, long y, int count) {
        switch (function) {
            case ADD -> add(a, b, y, count);
            case SUBTRACT -> subtract(a, b, y, count);
            case MULTIPLY -> multiply(a, b, y, count);
            case DIVIDE -> divide(a, b, y, count);
            case MAXIMUM -> maximum(a, b, y, count);
            case MINIMUM -> minimum(a, b, y, count);
            case GREATER -> greater(a, b, y, count);
            case EQUAL -> equal(a, b, y, count);
            case SIGN_TRANSFER -> transferSign(a, b, y, count);
        }
    }

    private static void add(long a, long b, long y, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(first.add(second), y + 4L * i);
        }
    }

    private static void subtract(long a, long b, long y, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(first.sub(second), y + 4L * i);
        }
    }

    private static void multiply(long a, long b, long y, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(first.mul(second), y + 4L * i);
        }
    }

    private static void divide(long a, long b, long y, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(first.div(second), y + 4L * i);
        }
    }

    private static void maximum(long a, long b, long y, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(first.max(second), y + 4L * i);
        }
    }

    private static void minimum(long a, long b, long y, int count) {
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(first.min(second), y + 4L * i);
        }
    }

    private static void greater(long a, long b, long y, int count) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(zero.blend(1, first.compare(VectorOperators.GT, second)), y + 4L * i);
        }
    }

    private static void equal(long a, long b, long y, int count) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            Simd.store(zero.blend(1, first.compare(VectorOperators.EQ, second)), y + 4L * i);
        }
    }

    private static void transferSign(long a, long b, long y, int count) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        for (int i = 0; i < count; i += Simd.LANES) {
            FloatVector first = Simd.load(a + 4L * i);
            FloatVector second = Simd.load(b + 4L * i);
            FloatVector positive = zero.blend(first, second.compare(VectorOperators.GT, 0));
            Simd.store(positive.blend(first.neg(), second.compare(VectorOperators.LT, 0)), y + 4L * i);
        }
    }
}
