package gyrus.kernels.cpu.pool.forward;

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

/** Computes windows of 2 x 2 pixels without inner loops, a vector of channels at a time. A task is one row of windows. */
public final class TwoByTwo implements CpuKernel<PoolSpec> {

    @Override
    public Support supports(PoolSpec problem) {
        return problem.size() == 2 ? Support.yes() : Support.no("it needs windows of 2 x 2, not " + problem);
    }

    @Override
    public Plan prepare(PoolSpec problem, CpuDevice device) {
        Image in = problem.input();
        Image out = problem.output();
        long pixel = 4L * in.pitch();
        long line = pixel * in.w();
        long step = pixel * problem.stride();
        long outPixel = 4L * out.pitch();
        int whole = out.c() - out.c() % LANES;
        VectorMask<Float> rest = Simd.first(out.c() - whole);
        return operands -> {
            long x = operands[0].address();
            long y = operands[1].address();
            device.workers().run(out.n() * out.h(), (task, worker) -> {
                long from = x + 4 * in.offset(task / out.h(), task % out.h() * problem.stride(), 0);
                long to = y + 4 * out.offset(task / out.h(), task % out.h(), 0);
                for (int c = 0; c < whole; c += LANES) {
                    wholeVector(from + 4L * c, pixel, line, step, to + 4L * c, outPixel, out.w());
                }
                if (whole < out.c()) {
                    partOfVector(from + 4L * whole, pixel, line, step, to + 4L * whole, outPixel, out.w(), rest);
                }
            });
        };
    }

    private static void wholeVector(long x, long pixel, long line, long step, long y, long outPixel, int windows) {
        for (int j = 0; j < windows; j++) {
            long at = x + j * step;
            FloatVector upper = FloatVector.fromMemorySegment(SPECIES, MEMORY, at, ORDER)
                    .max(FloatVector.fromMemorySegment(SPECIES, MEMORY, at + pixel, ORDER));
            FloatVector lower = FloatVector.fromMemorySegment(SPECIES, MEMORY, at + line, ORDER)
                    .max(FloatVector.fromMemorySegment(SPECIES, MEMORY, at + line + pixel, ORDER));
            upper.max(lower).intoMemorySegment(MEMORY, y + j * outPixel, ORDER);
        }
    }

    private static void partOfVector(
            long x, long pixel, long line, long step, long y, long outPixel, int windows, VectorMask<Float> lanes) {
        for (int j = 0; j < windows; j++) {
            long at = x + j * step;
            FloatVector upper = FloatVector.fromMemorySegment(SPECIES, MEMORY, at, ORDER, lanes)
                    .max(FloatVector.fromMemorySegment(SPECIES, MEMORY, at + pixel, ORDER, lanes));
            FloatVector lower = FloatVector.fromMemorySegment(SPECIES, MEMORY, at + line, ORDER, lanes)
                    .max(FloatVector.fromMemorySegment(SPECIES, MEMORY, at + line + pixel, ORDER, lanes));
            upper.max(lower).intoMemorySegment(MEMORY, y + j * outPixel, ORDER, lanes);
        }
    }
}
