package gyrus.kernels.cpu.preference;

import static gyrus.kernels.device.Preference.Choice.when;

import gyrus.kernels.Image;
import gyrus.kernels.adam.Adam;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.TileGrid;
import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGrad;
import gyrus.kernels.conv.forward.ConvForward;
import gyrus.kernels.conv.gradinput.ConvGradInput;
import gyrus.kernels.conv.gradweight.ConvGradWeight;
import gyrus.kernels.copy.BoxCopy;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.conv.im2col.MatrixConvolution;
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

/** The preferred kernels of each op on the CPU, in order, with the conditions on the problem. */
public final class CpuPreference implements Preference {

    /** The largest number of output channels at which vectors of output channels would be mostly empty. */
    private static final int FEW_RESULTS = 4;

    /** The largest number of source channels at which Winograd's transforms cost more than they save. */
    private static final int FEW_CHANNELS = 2;

    private static final int FEW_WINOGRAD_TILES = 4;

    @Override
    public boolean isFor(Device device) {
        return device instanceof CpuDevice;
    }

    @Override
    public List<Order<?>> orders() {
        return List.of(
                Order.of(new ConvForward(),
                        when(problem -> problem.output().c() <= FEW_RESULTS, "DotProduct"),
                        when(CpuPreference::isOneProduct, "MatrixProduct"),
                        when(problem -> suitSmallTiles(problem.input(), problem.output()), "Winograd2x2"),
                        when(problem -> problem.input().c() > FEW_CHANNELS, "Winograd"),
                        Choice.of("Direct")),
                Order.of(new ConvGradInput(),
                        when(problem -> problem.output().c() <= FEW_RESULTS, "OuterProduct"),
                        when(problem -> problem.output().c() > FEW_RESULTS, "MatrixProduct"),
                        when(problem -> suitSmallTiles(problem.output(), problem.input()), "Winograd2x2"),
                        when(problem -> problem.output().c() > FEW_CHANNELS, "Winograd"),
                        Choice.of("Direct")),
                Order.of(new ConvGradWeight(),
                        when(problem -> problem.output().c() <= FEW_RESULTS, "ScaledSums"),
                        when(CpuPreference::isOneProduct, "MatrixProduct"),
                        when(problem -> suitSmallTiles(problem.input(), problem.output()), "Winograd2x2"),
                        when(problem -> tiles(problem.output(), 4) >= FEW_WINOGRAD_TILES, "Winograd"),
                        Choice.of("Direct")),
                Order.of(new ConvEpilogueGrad(), Choice.of("Vectorized")),
                Order.of(new Matmul(), Choice.of("PackedTiles")),
                Order.of(new BatchedMatmul(), Choice.of("PackedTiles")),
                Order.of(new MaxPoolForward(), Choice.of("TwoByTwo"), Choice.of("Vectorized")),
                Order.of(new MaxPoolGradient(), Choice.of("TwoByTwo"), Choice.of("Vectorized")),
                Order.of(new Reduce(), Choice.of("Vectorized")),
                Order.of(new UnaryMap(), Choice.of("Vectorized")),
                Order.of(new BinaryMap(), Choice.of("Vectorized")),
                Order.of(new BoxCopy(), Choice.of("Vectorized")),
                Order.of(new Permute(), Choice.of("Tiled")),
                Order.of(new GatherForward(), Choice.of("Vectorized")),
                Order.of(new GatherGradient(), Choice.of("Vectorized")),
                Order.of(new Fill(), Choice.of("Vectorized")),
                Order.of(new RandomFill(), Choice.of("Vectorized")),
                Order.of(new SigmoidCrossEntropyForward(), Choice.of("Vectorized")),
                Order.of(new SigmoidCrossEntropyGradient(), Choice.of("Vectorized")),
                Order.of(new Adam(), Choice.of("Vectorized")),
                Order.of(new Sgd(), Choice.of("Vectorized")));
    }

    /** Returns whether no pixel is read twice, or the channels are too few for Winograd's transforms to pay. */
    private static boolean isOneProduct(ConvSpec problem) {
        return MatrixConvolution.readsEachPixelOnce(problem) || problem.input().c() <= FEW_CHANNELS;
    }

    /**
     * Returns whether Winograd tiles of 2x2 are faster than those of 4x4. They transform the weights to fewer than half as many
     * points, which pays where tiles are few, or where most pixels of larger tiles would lie outside of the image. Measured at 1 to
     * 993 channels, 8x8 to 128x128 pixels, batches of 1 and 8.
     */
    private static boolean suitSmallTiles(Image source, Image target) {
        boolean few = tiles(target, 4) <= FEW_WINOGRAD_TILES || 16 * tiles(target, 2) < 36 * tiles(target, 4);
        return few && source.c() > FEW_CHANNELS;
    }

    private static int tiles(Image image, int side) {
        return TileGrid.of(image, side).tiles();
    }
}
