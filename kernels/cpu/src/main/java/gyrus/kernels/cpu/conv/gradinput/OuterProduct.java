package gyrus.kernels.cpu.conv.gradinput;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.Simd.MEMORY;
import static gyrus.kernels.cpu.Simd.SPECIES;
import static gyrus.kernels.cpu.Simd.load;
import static gyrus.kernels.cpu.Simd.store;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
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
 * 1x1 convolution to few channels: the gradient of a pixel is the sum over output channels of dy times that channel's weights. One
 * pass over dx for each output channel and vector of input channels, in strips of pixels that stay in the cache.
 */
public final class OuterProduct implements CpuKernel<ConvSpec> {

    /** Pixels of a task. */
    private static final int STRIP = 256;

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
        int width = Panels.padded(input.c());
        boolean hasBias = problem.epilogue().hasBias();
        boolean rectify = problem.epilogue() == Epilogue.BIAS_RELU;
        device.workers().reserveScratch(4L * (output.c() + 1) * width);
        return operands -> {
            long dy = operands[0].address();
            long w = operands[1].address();
            long dx = operands[2].address();
            long b = hasBias ? operands[3].address() : 0;
            device.workers().run(Math.ceilDiv(pixels, STRIP), (strip, worker) -> {
                long weights = device.workers().scratch(worker);
                long bias = weights + 4L * output.c() * width;
                transpose(w, input.c(), output.c(), weights, width);
                if (hasBias) {
                    Panels.copy(b, bias, input.c());
                } else {
                    Panels.clear(bias, width);
                }
                long first = (long) strip * STRIP;
                int count = (int) Math.min(STRIP, pixels - first);
                for (int c = 0; c < input.c(); c += LANES) {
                    for (int channel = 0; channel < output.c(); channel++) {
                        boolean begins = channel == 0;
                        float floor = rectify && channel == output.c() - 1 ? 0 : Float.NEGATIVE_INFINITY;
                        scale(dy + 4 * (first * output.pitch() + channel), 4L * output.pitch(), count,
                                weights + 4L * ((long) channel * width + c), begins ? bias + 4L * c : Panels.ZEROS, floor,
                                begins && !problem.accumulate(), dx + 4 * (first * input.pitch() + c), 4L * input.pitch(),
                                Simd.first(input.c() - c));
                    }
                }
            });
        };
    }

    /** Writes the weights [input channel][output channel] as [output channel][input channel], rows of {@code width} floats. */
    private static void transpose(long w, int inputs, int outputs, long to, int width) {
        for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
                MEMORY.set(FLOAT, to + 4L * ((long) output * width + input), MEMORY.get(FLOAT, w));
                w += Float.BYTES;
            }
        }
    }

    /** Writes one channel of dy times a vector of weights, plus a bias, to a vector of each pixel of dx, or adds it to that. */
    private static void scale(long dy, long dyPitch, int count, long weights, long bias, float floor, boolean first, long dx,
            long dxPitch, VectorMask<Float> lanes) {
        FloatVector w = load(weights);
        FloatVector shift = load(bias);
        if (first) {
            for (int i = 0; i < count; i++) {
                FloatVector scaled = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, dy + i * dyPitch)).fma(w, shift);
                store(scaled.max(floor), dx + i * dxPitch, lanes);
            }
        } else {
            for (int i = 0; i < count; i++) {
                FloatVector sum = load(dx + i * dxPitch, lanes).add(shift);
                FloatVector scale = FloatVector.broadcast(SPECIES, MEMORY.get(FLOAT, dy + i * dyPitch));
                store(scale.fma(w, sum).max(floor), dx + i * dxPitch, lanes);
            }
        }
    }
}
