package gyrus.kernels.cpu.conv.gradweight;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.ORDER;
import static gyrus.kernels.cpu.Simd.SPECIES;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.device.Plan;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * 1x1 convolution to few channels: the gradient of the weights of an output channel is the sum of the pixels of x, each scaled by
 * its dy. The pixels are cut into at most 64 runs, each with its own sums [output channel][input channel], which are added in
 * order at the end.
 */
public final class ScaledSums implements CpuKernel<ConvSpec> {

    private static final int MOST_RUNS = 64;
    private static final int FEWEST_PIXELS = 128;

    /** The number of pixels that stay in the first-level cache for all channels. */
    private static final int STRIP = 64;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public Support supports(ConvSpec problem) {
        return problem.filter().equals(Filter.blocks(1))
                ? Support.yes()
                : Support.no("it needs a 1x1 filter of stride 1 without padding");
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        Image input = problem.input();
        Image output = problem.output();
        int pixels = Math.toIntExact(input.pixels());
        int run = Math.max(FEWEST_PIXELS, (pixels + MOST_RUNS - 1) / MOST_RUNS);
        int runs = (pixels + run - 1) / run;
        int width = (input.c() + LANES - 1) / LANES * LANES;
        int perRun = output.c() * width;
        device.workers().reserveShared(4L * runs * perRun);
        return operands -> {
            long x = operands[0].address();
            long dy = operands[1].address();
            long dw = operands[2].address();
            long all = device.workers().shared();
            device.workers().run(runs, (task, worker) -> {
                long sums = all + 4L * task * perRun;
                Panels.clear(sums, perRun);
                int end = Math.min(pixels, (task + 1) * run);
                for (int first = task * run; first < end; first += STRIP) {
                    for (int channel = 0; channel < output.c(); channel++) {
                        add(x + 4L * first * input.pitch(), 4L * input.pitch(), input.c(),
                                dy + 4L * ((long) first * output.pitch() + channel), 4L * output.pitch(),
                                Math.min(STRIP, end - first), sums + 4L * channel * width);
                    }
                }
            });
            for (int i = 1; i < runs; i++) {
                Panels.add(all + 4L * i * perRun, all, perRun);
            }
            for (int channel = 0; channel < output.c(); channel++) {
                finish(all + 4L * channel * width, input.c(), dw + 4L * channel, 4L * output.c(), problem.accumulate());
            }
        };
    }

    /** Adds pixels, scaled by one channel of dy, to the sums of that channel. */
    private static void add(long x, long xPitch, int channels, long dy, long dyPitch, int count, long sums) {
        int c = 0;
        for (; c <= channels - 2 * LANES; c += 2 * LANES) {
            addTwoVectors(x + 4L * c, xPitch, dy, dyPitch, count, sums + 4L * c);
        }
        for (; c < channels; c += LANES) {
            addVector(x + 4L * c, xPitch, dy, dyPitch, count, sums + 4L * c, Simd.first(channels - c));
        }
    }

    /** Adds two pixels at a time, so that additions do not wait for each other. */
    private static void addTwoVectors(long x, long xPitch, long dy, long dyPitch, int count, long sums) {
        FloatVector even0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, sums, ORDER);
        FloatVector even1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, sums + 4L * LANES, ORDER);
        FloatVector odd0 = FloatVector.zero(SPECIES);
        FloatVector odd1 = FloatVector.zero(SPECIES);
        for (int i = 0; i < count / 2; i++) {
            FloatVector even = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, dy));
            FloatVector odd = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, dy + dyPitch));
            even0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x, ORDER).fma(even, even0);
            even1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 4L * LANES, ORDER).fma(even, even1);
            odd0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + xPitch, ORDER).fma(odd, odd0);
            odd1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + xPitch + 4L * LANES, ORDER).fma(odd, odd1);
            x += 2 * xPitch;
            dy += 2 * dyPitch;
        }
        if (count % 2 == 1) {
            FloatVector last = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, dy));
            odd0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x, ORDER).fma(last, odd0);
            odd1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 4L * LANES, ORDER).fma(last, odd1);
        }
        even0.add(odd0).intoMemorySegment(MEMORY, sums, ORDER);
        even1.add(odd1).intoMemorySegment(MEMORY, sums + 4L * LANES, ORDER);
    }

    private static void addVector(long x, long xPitch, long dy, long dyPitch, int count, long sums, VectorMask<Float> lanes) {
        FloatVector sum = FloatVector.fromMemorySegment(SPECIES, MEMORY, sums, ORDER);
        for (int i = 0; i < count; i++) {
            FloatVector scale = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, dy + i * dyPitch));
            sum = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + i * xPitch, ORDER, lanes).fma(scale, sum);
        }
        sum.intoMemorySegment(MEMORY, sums, ORDER);
    }

    private static void finish(long sums, int channels, long dw, long step, boolean accumulate) {
        for (int c = 0; c < channels; c++) {
            MEMORY.set(FLOAT, dw, MEMORY.get(FLOAT, sums + 4L * c) + (accumulate ? MEMORY.get(FLOAT, dw) : 0));
            dw += step;
        }
    }
}
