package gyrus.kernels.cpu.conv.forward;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.ORDER;
import static gyrus.kernels.cpu.Simd.SPECIES;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.CpuKernel;
import gyrus.kernels.cpu.Simd;
import gyrus.kernels.device.Plan;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;

/**
 * 1x1 convolution to few channels: each output is the scalar product of a pixel's channels with the weights of an output channel.
 * The input is read once, in strips that stay in the cache for all output channels.
 */
public final class DotProduct implements CpuKernel<ConvSpec> {

    /** The number of pixels in a task. */
    private static final int STRIP = 512;

    /** The number of pixels that are summed in registers together, to hide the latency of additions. */
    private static final int PIXELS = 4;

    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    @Override
    public Support supports(ConvSpec problem) {
        return problem.filter().equals(Filter.blocks(1)) && problem.input().c() >= LANES
                ? Support.yes()
                : Support.no("it needs a 1x1 filter of stride 1 without padding, and input channels for a vector of " + LANES);
    }

    @Override
    public Plan prepare(ConvSpec problem, CpuDevice device) {
        Image input = problem.input();
        Image output = problem.output();
        int pixels = Math.toIntExact(input.pixels());
        int strips = (pixels + STRIP - 1) / STRIP;
        int vectors = (input.c() + LANES - 1) / LANES;
        long sumsAt = 4L * (vectors + 1) * LANES;
        boolean hasBias = problem.epilogue().hasBias();
        float floor = problem.epilogue() == Epilogue.BIAS_RELU ? 0 : Float.NEGATIVE_INFINITY;
        device.workers().reserveScratch(sumsAt + 4 * (STRIP + PIXELS));
        return operands -> {
            long x = operands[0].address();
            long w = operands[1].address();
            long y = operands[2].address();
            long b = hasBias ? operands[3].address() : 0;
            device.workers().run(strips, (strip, worker) -> {
                long weights = device.workers().scratch(worker);
                long sums = weights + sumsAt;
                long first = (long) strip * STRIP;
                int count = (int) Math.min(STRIP, pixels - first);
                for (int channel = 0; channel < output.c(); channel++) {
                    spread(w + 4L * channel, 4L * output.c(), input.c(), weights);
                    dots(x + 4 * first * input.pitch(), 4L * input.pitch(), 4L * (input.c() - LANES), count, weights, sums);
                    finish(sums, count, y + 4 * (first * output.pitch() + channel), 4L * output.pitch(),
                            hasBias ? MEMORY.get(FLOAT, b + 4L * channel) : 0, floor, problem.accumulate());
                }
            });
        };
    }

    /**
     * Writes the weights of one output channel in the order of the input's vectors. The last vector comes first. It ends with the
     * last input channel, and its weights are zero where it overlaps the vector before it.
     */
    private static void spread(long w, long step, int channels, long weights) {
        int overlap = (channels + LANES - 1) / LANES * LANES - channels;
        for (int i = 0; i < LANES; i++) {
            MEMORY.set(FLOAT, weights + 4L * i, i < overlap ? 0 : MEMORY.get(FLOAT, w + (channels - LANES + i) * step));
        }
        for (int i = 0; i < channels; i++) {
            MEMORY.set(FLOAT, weights + 4L * (LANES + i), MEMORY.get(FLOAT, w + i * step));
        }
    }

    /** @param last bytes from a pixel's first channel to its last vector */
    private static void dots(long x, long pitch, long last, int count, long weights, long sums) {
        int pixel = 0;
        for (; pixel <= count - PIXELS; pixel += PIXELS) {
            fourDots(x + pixel * pitch, pitch, last, weights, sums + 4L * pixel);
        }
        for (; pixel < count; pixel++) { // the same pixel four times
            fourDots(x + pixel * pitch, 0, last, weights, sums + 4L * pixel);
        }
    }

    private static void fourDots(long x, long pitch, long last, long weights, long sums) {
        FloatVector w = FloatVector.fromMemorySegment(SPECIES, MEMORY, weights, ORDER);
        FloatVector sum0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + last, ORDER).mul(w);
        FloatVector sum1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + pitch + last, ORDER).mul(w);
        FloatVector sum2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 2 * pitch + last, ORDER).mul(w);
        FloatVector sum3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 3 * pitch + last, ORDER).mul(w);
        for (int at = 0; at < last; at += 4 * LANES) {
            w = FloatVector.fromMemorySegment(SPECIES, MEMORY, weights + 4L * LANES + at, ORDER);
            sum0 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + at, ORDER).fma(w, sum0);
            sum1 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + pitch + at, ORDER).fma(w, sum1);
            sum2 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 2 * pitch + at, ORDER).fma(w, sum2);
            sum3 = FloatVector.fromMemorySegment(SPECIES, MEMORY, x + 3 * pitch + at, ORDER).fma(w, sum3);
        }
        MEMORY.set(FLOAT, sums, Simd.sum(sum0));
        MEMORY.set(FLOAT, sums + 4, Simd.sum(sum1));
        MEMORY.set(FLOAT, sums + 8, Simd.sum(sum2));
        MEMORY.set(FLOAT, sums + 12, Simd.sum(sum3));
    }

    private static void finish(long sums, int count, long y, long step, float bias, float floor, boolean accumulate) {
        for (int i = 0; i < count; i++) {
            float sum = MEMORY.get(FLOAT, sums + 4L * i) + bias + (accumulate ? MEMORY.get(FLOAT, y) : 0);
            MEMORY.set(FLOAT, y, Math.max(sum, floor));
            y += step;
        }
    }
}
