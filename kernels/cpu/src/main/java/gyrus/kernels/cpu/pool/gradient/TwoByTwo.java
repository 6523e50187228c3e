package gyrus.kernels.cpu.pool.gradient;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.ORDER;
import static gyrus.kernels.cpu.Simd.SPECIES;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.device.Plan;
import gyrus.kernels.pool.PoolSpec;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Computes windows of 2 x 2 pixels that tile the image, without inner loops: a vector of channels at a time along a row of
 * windows. A task is one row. The hot loops call the platform's own memory methods, which the compiler inlines first.
 */
public final class TwoByTwo implements CpuKernel<PoolSpec> {

    @Override
    public Support supports(PoolSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        return problem.size() == 2 && problem.stride() == 2 && in.h() == 2 * out.h() && in.w() == 2 * out.w()
                ? Support.yes()
                : Support.no("it needs windows of 2 x 2 that tile the image, not " + problem);
    }

    @Override
    public Plan prepare(PoolSpec problem, CpuDevice device) {
        Image in = problem.input();
        Image out = problem.output();
        long pixel = 4L * in.pitch();
        long line = pixel * in.w();
        long outPixel = 4L * out.pitch();
        int whole = out.c() - out.c() % LANES;
        VectorMask<Float> rest = Simd.first(out.c() - whole);
        boolean accumulate = problem.accumulate();
        return operands -> {
            long x = operands[0].address();
            long dy = operands[1].address();
            long dx = operands[2].address();
            device.workers().run(out.n() * out.h(), (task, worker) -> {
                long at = 4 * in.offset(task / out.h(), task % out.h() * 2, 0);
                long from = dy + 4 * out.offset(task / out.h(), task % out.h(), 0);
                for (int c = 0; c < whole; c += LANES) {
                    if (accumulate) {
                        add(x + at + 4L * c, dx + at + 4L * c, pixel, line, from + 4L * c, outPixel, out.w());
                    } else {
                        write(x + at + 4L * c, dx + at + 4L * c, pixel, line, from + 4L * c, outPixel, out.w());
                    }
                }
                if (whole < out.c()) {
                    long c = 4L * whole;
                    part(x + at + c, dx + at + c, pixel, line, from + c, outPixel, out.w(), rest, accumulate);
                }
            });
        };
    }

    private static void write(long x, long dx, long pixel, long line, long dy, long outPixel, int windows) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int j = 0; j < windows; j++) {
            long p = x + 2 * j * pixel;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, p, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + pixel, ORDER);
            FloatVector c = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + line, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + line + pixel, ORDER);
            VectorMask<Float> second = b.compare(VectorOperators.GT, a).or(b.compare(VectorOperators.NE, b)); // larger, or NaN
            FloatVector largest = a.blend(b, second);
            VectorMask<Float> third = c.compare(VectorOperators.GT, largest).or(c.compare(VectorOperators.NE, c));
            largest = largest.blend(c, third);
            VectorMask<Float> fourth = d.compare(VectorOperators.GT, largest).or(d.compare(VectorOperators.NE, d));
            FloatVector gradient = FloatVector.fromMemorySegment(SPECIES, MEMORY, dy + j * outPixel, ORDER); // zero once handed on
            long to = dx + 2 * j * pixel;
            zero.blend(gradient, fourth).intoMemorySegment(MEMORY, to + line + pixel, ORDER);
            gradient = gradient.blend(zero, fourth);
            zero.blend(gradient, third).intoMemorySegment(MEMORY, to + line, ORDER);
            gradient = gradient.blend(zero, third);
            zero.blend(gradient, second).intoMemorySegment(MEMORY, to + pixel, ORDER);
            gradient.blend(zero, second).intoMemorySegment(MEMORY, to, ORDER);
        }
    }

    private static void add(long x, long dx, long pixel, long line, long dy, long outPixel, int windows) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int j = 0; j < windows; j++) {
            long p = x + 2 * j * pixel;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, p, ORDER);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + pixel, ORDER);
            FloatVector c = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + line, ORDER);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + line + pixel, ORDER);
            VectorMask<Float> second = b.compare(VectorOperators.GT, a).or(b.compare(VectorOperators.NE, b)); // larger, or NaN
            FloatVector largest = a.blend(b, second);
            VectorMask<Float> third = c.compare(VectorOperators.GT, largest).or(c.compare(VectorOperators.NE, c));
            largest = largest.blend(c, third);
            VectorMask<Float> fourth = d.compare(VectorOperators.GT, largest).or(d.compare(VectorOperators.NE, d));
            FloatVector gradient = FloatVector.fromMemorySegment(SPECIES, MEMORY, dy + j * outPixel, ORDER);
            long to = dx + 2 * j * pixel;
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to + line + pixel, ORDER)
                    .add(zero.blend(gradient, fourth)).intoMemorySegment(MEMORY, to + line + pixel, ORDER);
            gradient = gradient.blend(zero, fourth);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to + line, ORDER)
                    .add(zero.blend(gradient, third)).intoMemorySegment(MEMORY, to + line, ORDER);
            gradient = gradient.blend(zero, third);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to + pixel, ORDER)
                    .add(zero.blend(gradient, second)).intoMemorySegment(MEMORY, to + pixel, ORDER);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to, ORDER)
                    .add(gradient.blend(zero, second)).intoMemorySegment(MEMORY, to, ORDER);
        }
    }

    private static void part(long x, long dx, long pixel, long line, long dy, long outPixel, int windows,
            VectorMask<Float> lanes, boolean accumulate) {
        FloatVector zero = FloatVector.zero(SPECIES);
        VectorMask<Float> kept = accumulate ? lanes : lanes.andNot(lanes); // previous values count only where the op accumulates
        for (int j = 0; j < windows; j++) {
            long p = x + 2 * j * pixel;
            FloatVector a = FloatVector.fromMemorySegment(SPECIES, MEMORY, p, ORDER, lanes);
            FloatVector b = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + pixel, ORDER, lanes);
            FloatVector c = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + line, ORDER, lanes);
            FloatVector d = FloatVector.fromMemorySegment(SPECIES, MEMORY, p + line + pixel, ORDER, lanes);
            VectorMask<Float> second = b.compare(VectorOperators.GT, a).or(b.compare(VectorOperators.NE, b)); // larger, or NaN
            FloatVector largest = a.blend(b, second);
            VectorMask<Float> third = c.compare(VectorOperators.GT, largest).or(c.compare(VectorOperators.NE, c));
            largest = largest.blend(c, third);
            VectorMask<Float> fourth = d.compare(VectorOperators.GT, largest).or(d.compare(VectorOperators.NE, d));
            FloatVector gradient = FloatVector.fromMemorySegment(SPECIES, MEMORY, dy + j * outPixel, ORDER, lanes);
            long to = dx + 2 * j * pixel;
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to + line + pixel, ORDER, kept)
                    .add(zero.blend(gradient, fourth)).intoMemorySegment(MEMORY, to + line + pixel, ORDER, lanes);
            gradient = gradient.blend(zero, fourth);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to + line, ORDER, kept)
                    .add(zero.blend(gradient, third)).intoMemorySegment(MEMORY, to + line, ORDER, lanes);
            gradient = gradient.blend(zero, third);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to + pixel, ORDER, kept)
                    .add(zero.blend(gradient, second)).intoMemorySegment(MEMORY, to + pixel, ORDER, lanes);
            FloatVector.fromMemorySegment(SPECIES, MEMORY, to, ORDER, kept)
                    .add(gradient.blend(zero, second)).intoMemorySegment(MEMORY, to, ORDER, lanes);
        }
    }
}
