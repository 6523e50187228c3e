package gyrus.kernels.cpu.pool.gradient;

import gyrus.kernels.Image;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.device.Plan;
import gyrus.kernels.pool.PoolSpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Finds the position of each window's maximum for a vector of channels, and then gives the gradient to the pixel at that position.
 * A task is one row of windows with the input rows from it to the next one, or a whole image where windows overlap.
 */
public final class Vectorized implements CpuKernel<PoolSpec> {

    @Override
    public Plan prepare(PoolSpec problem, CpuDevice device) {
        Image in = problem.input();
        Image out = problem.output();
        boolean overlap = problem.stride() < problem.size();
        boolean tiled = problem.stride() == problem.size() && in.h() == out.h() * problem.size()
                && in.w() == out.w() * problem.size();
        boolean clear = !problem.accumulate() && !tiled;
        boolean add = problem.accumulate() || !tiled;
        int bands = overlap ? 1 : out.h();
        return operands -> {
            long x = operands[0].address();
            long dy = operands[1].address();
            long dx = operands[2].address();
            device.workers().run(in.n() * bands, (task, worker) -> {
                int n = task / bands;
                int first = task % bands * (out.h() / bands);
                int end = first + out.h() / bands;
                if (clear) {
                    int endRow = end == out.h() ? in.h() : end * problem.stride();
                    int firstRow = first * problem.stride();
                    clear(dx + 4 * in.offset(n, firstRow, 0), (endRow - firstRow) * in.w(), 4L * in.pitch(), in.c());
                }
                for (int i = first; i < end; i++) {
                    for (int j = 0; j < out.w(); j++) {
                        long at = 4 * in.offset(n, i * problem.stride(), j * problem.stride());
                        window(x + at, dx + at, dy + 4 * out.offset(n, i, j), in, problem.size(), add);
                    }
                }
            });
        };
    }

    private static void clear(long dx, int pixels, long pixel, int channels) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        for (int p = 0; p < pixels; p++) {
            for (int c = 0; c < channels; c += Simd.LANES) {
                Simd.store(zero, dx + p * pixel + 4L * c, Simd.first(channels - c));
            }
        }
    }

    /** Writes or adds the gradient of one window, over all channels. */
    private static void window(long x, long dx, long dy, Image in, int size, boolean add) {
        long pixel = 4L * in.pitch();
        long line = pixel * in.w();
        int channels = in.c();
        int whole = channels - channels % Simd.LANES;
        for (int c = 0; c < whole; c += Simd.LANES) {
            if (add) {
                addWhole(x + 4L * c, dx + 4L * c, dy + 4L * c, pixel, line, size);
            } else {
                writeWhole(x + 4L * c, dx + 4L * c, dy + 4L * c, pixel, line, size);
            }
        }
        if (whole < channels) {
            part(x + 4L * whole, dx + 4L * whole, dy + 4L * whole, pixel, line, size, add, Simd.first(channels - whole));
        }
    }

    private static void writeWhole(long x, long dx, long dy, long pixel, long line, int size) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        FloatVector place = place(x, pixel, line, size);
        FloatVector gradient = Simd.load(dy);
        for (int i = 0; i < size * size; i++) {
            VectorMask<Float> here = place.compare(VectorOperators.EQ, i);
            Simd.store(zero.blend(gradient, here), dx + i / size * line + i % size * pixel);
        }
    }

    private static void addWhole(long x, long dx, long dy, long pixel, long line, int size) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        FloatVector place = place(x, pixel, line, size);
        FloatVector gradient = Simd.load(dy);
        for (int i = 0; i < size * size; i++) {
            VectorMask<Float> here = place.compare(VectorOperators.EQ, i);
            long to = dx + i / size * line + i % size * pixel;
            Simd.store(Simd.load(to).add(zero.blend(gradient, here)), to);
        }
    }

    /** Returns the position of each lane's first maximum, or last NaN, in a window. */
    private static FloatVector place(long x, long pixel, long line, int size) {
        FloatVector largest = Simd.load(x);
        FloatVector place = FloatVector.zero(Simd.SPECIES);
        for (int i = 1; i < size * size; i++) {
            FloatVector other = Simd.load(x + i / size * line + i % size * pixel);
            VectorMask<Float> larger = other.compare(VectorOperators.GT, largest).or(other.compare(VectorOperators.NE, other));
            largest = largest.blend(other, larger);
            place = place.blend(i, larger);
        }
        return place;
    }

    private static void part(
            long x, long dx, long dy, long pixel, long line, int size, boolean add, VectorMask<Float> lanes) {
        FloatVector zero = FloatVector.zero(Simd.SPECIES);
        FloatVector largest = Simd.load(x, lanes);
        FloatVector place = zero;
        for (int i = 1; i < size * size; i++) {
            FloatVector other = Simd.load(x + i / size * line + i % size * pixel, lanes);
            VectorMask<Float> larger = other.compare(VectorOperators.GT, largest).or(other.compare(VectorOperators.NE, other));
            largest = largest.blend(other, larger);
            place = place.blend(i, larger);
        }
        FloatVector gradient = Simd.load(dy, lanes);
        for (int i = 0; i < size * size; i++) {
            long to = dx + i / size * line + i % size * pixel;
            FloatVector share = zero.blend(gradient, place.compare(VectorOperators.EQ, i));
            Simd.store(add ? Simd.load(to, lanes).add(share) : share, to, lanes);
        }
    }
}
