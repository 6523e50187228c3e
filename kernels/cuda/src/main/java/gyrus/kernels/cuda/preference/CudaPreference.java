package gyrus.kernels.cuda.preference;

import static gyrus.kernels.device.Preference.Choice.when;

import gyrus.kernels.Image;
import gyrus.kernels.adam.Adam;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGrad;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaWgmmaConvolution;
import gyrus.kernels.cuda.conv.gradweight.CudaWinograd;
import gyrus.kernels.cuda.conv.winograd.CudaWinogradConvolution;
import gyrus.kernels.device.Device;
import gyrus.kernels.device.Preference;
import gyrus.kernels.fill.Fill;
import gyrus.kernels.gather.forward.GatherForward;
import gyrus.kernels.gather.gradient.GatherGradient;
import gyrus.kernels.loss.forward.SigmoidCrossEntropyForward;
import gyrus.kernels.loss.gradient.SigmoidCrossEntropyGradient;
import gyrus.kernels.map.binary.BinaryMap;
import gyrus.kernels.map.unary.UnaryMap;
import gyrus.kernels.matmul.Matmul;
import gyrus.kernels.matmul.batched.BatchedMatmul;
import gyrus.kernels.permute.Permute;
import gyrus.kernels.pool.forward.MaxPoolForward;
import gyrus.kernels.pool.gradient.MaxPoolGradient;
import gyrus.kernels.random.RandomFill;
import gyrus.kernels.reduce.Reduce;
import gyrus.kernels.sgd.Sgd;
import java.util.List;

/**
 * The preferred kernels of each op on a GPU, in order. A kernel's precision and compute capability also apply: on {@code
 * cuda:0:tf32}, kernels in bfloat16 support no problem. The kernels of NVIDIA's libraries, the {@code naive} products, and {@code
 * wgmma_halo}, which was not measured on a GPU, are not listed.
 */
public final class CudaPreference implements Preference {

    /** The smallest number of operations for which packing pays, measured on an H200. */
    private static final double LEAST_WGMMA_FLOPS = 4.5e9;

    /** The smallest number of channels for which packing pays, measured on an H200. */
    private static final int LEAST_WGMMA_CHANNELS = 64;

    private static final int NARROW_TILE = 32;

    @Override
    public boolean isFor(Device device) {
        return device instanceof CudaDevice;
    }

    @Override
    public List<Order<?>> orders() {
        return List.of(
                Order.of(new ConvForward(),
                        when(problem -> isLarge(problem, LEAST_WGMMA_CHANNELS)
                                && loadsManyPixels(problem.input(), problem.output()),
                                "wgmma_rows_bf16", "wgmma_rows_tf32"),
                        when(problem -> isLarge(problem, LEAST_WGMMA_CHANNELS), "wgmma_bf16", "wgmma_tf32"),
                        Choice.of("pipelined_tensorcore_bf16", "pipelined_tensorcore_tf32"),
                        when(new CudaWinogradConvolution(ConvPass.FORWARD)::pays, "winograd"),
                        Choice.of("pipelined"),
                        Choice.of("tiled")),
                Order.of(new ConvGradInput(),
                        when(problem -> isLarge(problem, LEAST_WGMMA_CHANNELS / 2)
                                && loadsManyPixels(problem.output(), problem.input()),
                                "wgmma_rows_bf16", "wgmma_rows_tf32"),
                        when(problem -> isLarge(problem, LEAST_WGMMA_CHANNELS / 2), "wgmma_bf16", "wgmma_tf32"),
                        Choice.of("pipelined_tensorcore_bf16", "pipelined_tensorcore_tf32"),
                        when(new CudaWinogradConvolution(ConvPass.GRAD_INPUT)::pays, "winograd"),
                        Choice.of("pipelined"),
                        Choice.of("tiled")),
                Order.of(new ConvGradWeight(),
                        when(problem -> isLarge(problem, LEAST_WGMMA_CHANNELS), "wgmma_bf16"),
                        Choice.of("pipelined_tensorcore_bf16", "pipelined_tensorcore_tf32"),
                        when(new CudaWinograd()::pays, "winograd"),
                        Choice.of("pipelined"),
                        Choice.of("tiled")),
                Order.of(new ConvEpilogueGrad(), Choice.of("vectorized")),
                Order.of(new Matmul(),
                        Choice.of("pipelined_tensorcore_bf16", "pipelined_tensorcore_tf32"),
                        Choice.of("pipelined"),
                        Choice.of("tiled")),
                Order.of(new BatchedMatmul(), Choice.of("tiled")),
                Order.of(new MaxPoolForward(), Choice.of("vectorized")),
                Order.of(new MaxPoolGradient(), Choice.of("vectorized"), Choice.of("naive")),
                Order.of(new Reduce(), Choice.of("vectorized")),
                Order.of(new UnaryMap(), Choice.of("vectorized")),
                Order.of(new BinaryMap(), Choice.of("vectorized")),
                Order.of(new BoxCopy(), Choice.of("vectorized")),
                Order.of(new Permute(), Choice.of("vectorized")),
                Order.of(new GatherForward(), Choice.of("vectorized")),
                Order.of(new GatherGradient(), Choice.of("vectorized")),
                Order.of(new Fill(), Choice.of("vectorized")),
                Order.of(new RandomFill(), Choice.of("vectorized")),
                Order.of(new SigmoidCrossEntropyForward(), Choice.of("vectorized")),
                Order.of(new SigmoidCrossEntropyGradient(), Choice.of("vectorized")),
                Order.of(new Adam(), Choice.of("vectorized")),
                Order.of(new Sgd(), Choice.of("vectorized")));
    }

    /**
     * Returns whether a problem has more than one tap and enough operations. The fewer channels share the packing, the more it
     * costs.
     */
    private static boolean isLarge(ConvSpec problem, int leastChannels) {
        return problem.filter().taps() > 1 && problem.input().c() >= leastChannels && problem.flops() >= LEAST_WGMMA_FLOPS;
    }

    /**
     * Returns whether many pixels are loaded, because of many channels or narrow tiles. One load then serves a row of three taps.
     */
    private static boolean loadsManyPixels(Image gathered, Image result) {
        return gathered.c() > LEAST_WGMMA_CHANNELS || CudaWgmmaConvolution.columns(result) == NARROW_TILE;
    }
}
