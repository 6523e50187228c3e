package gyrus.kernels.map.binary;

import gyrus.kernels.CpuKernel;
import gyrus.kernels.LoopNest;
import gyrus.kernels.Plan;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.Strips;
import gyrus.kernels.device.CpuDevice;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Vector after vector along the innermost loop that is left when dimensions are merged. */
public final class Vectorized implements CpuKernel<BinarySpec> {

    @Override
    public Plan prepare(BinarySpec problem, CpuDevice device) {
        LoopNest nest = LoopNest.of(problem.y(), problem.a(), problem.b(), problem.y());
        Strips strips = Strips.of(nest.rows(), nest.columns());
        BinaryFunction function = problem.function();
        boolean aRepeats = nest.repeats(0);
        boolean bRepeats = nest.repeats(1);
        boolean accumulate = problem.accumulate();
        return operands -> {
            long a = operands[0].address();
            long b = operands[1].address();
            long y = operands[2].address();
            strips.run(device.workers(), (row, height, column, width) -> {
                for (long i = row; i < row + height; i++) {
                    long aRow = a + 4 * (nest.offset(0, i) + (aRepeats ? 0 : column));
                    long bRow = b + 4 * (nest.offset(1, i) + (bRepeats ? 0 : column));
                    map(function, aRow, aRepeats, bRow, bRepeats, y + 4 * (nest.offset(2, i) + column), width, accumulate);
                }
            });
        };
    }

    private static void map(BinaryFunction function, long a, boolean aRepeats, long b, boolean bRepeats,
            long y, int width, boolean accumulate) {
        int whole = width - width % Simd.LANES;
        if (aRepeats) {
            mapRepeatedFirst(function, Simd.broadcast(a), b, bRepeats, y, whole, accumulate);
        } else if (bRepeats) {
            mapRepeatedSecond(function, a, Simd.broadcast(b), y, whole, accumulate);
        } else {
            mapBoth(function, a, b, y, whole, accumulate);
        }
        if (whole < width) {
            VectorMask<Float> rest = Simd.first(width - whole);
            FloatVector first = aRepeats ? Simd.broadcast(a) : Simd.load(a + 4L * whole, rest);
            FloatVector second = bRepeats ? Simd.broadcast(b) : Simd.load(b + 4L * whole, rest);
            FloatVector value = apply(function, first, second);
            Simd.store(accumulate ? value.add(Simd.load(y + 4L * whole, rest)) : value, y + 4L * whole, rest);
        }
    }

    private static void mapBoth(BinaryFunction function, long a, long b, long y, int width, boolean accumulate) {
        for (int i = 0; i < width; i += Simd.LANES) {
            put(apply(function, Simd.load(a + 4L * i), Simd.load(b + 4L * i)), y + 4L * i, accumulate);
        }
    }

    private static void mapRepeatedFirst(
            BinaryFunction function, FloatVector a, long b, boolean bRepeats, long y, int width, boolean accumulate) {
        for (int i = 0; i < width; i += Simd.LANES) {
            FloatVector second = bRepeats ? Simd.broadcast(b) : Simd.load(b + 4L * i);
            put(apply(function, a, second), y + 4L * i, accumulate);
        }
    }

    private static void mapRepeatedSecond(
            BinaryFunction function, long a, FloatVector b, long y, int width, boolean accumulate) {
        for (int i = 0; i < width; i += Simd.LANES) {
            put(apply(function, Simd.load(a + 4L * i), b), y + 4L * i, accumulate);
        }
    }

    private static void put(FloatVector value, long y, boolean accumulate) {
        if (accumulate) {
            Simd.store(Simd.load(y).add(value), y);
        } else {
            Simd.store(value, y);
        }
    }

    private static FloatVector apply(BinaryFunction function, FloatVector a, FloatVector b) {
        return switch (function) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.sub(b);
            case MULTIPLY -> a.mul(b);
            case DIVIDE -> a.div(b);
            case MAXIMUM -> a.max(b);
            case GREATER -> zero().blend(1, a.compare(VectorOperators.GT, b));
            case EQUAL -> zero().blend(1, a.compare(VectorOperators.EQ, b));
            case SIGN_TRANSFER -> zero()
                    .blend(a, b.compare(VectorOperators.GT, 0))
                    .blend(a.neg(), b.compare(VectorOperators.LT, 0));
        };
    }

    private static FloatVector zero() {
        return FloatVector.zero(Simd.SPECIES);
    }
}
