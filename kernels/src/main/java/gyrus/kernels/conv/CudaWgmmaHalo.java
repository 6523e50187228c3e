package gyrus.kernels.conv;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;
import static gyrus.kernels.cuda.Argument.scratch;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.BoxPipeline;
import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Precision;
import gyrus.kernels.cuda.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * A 3x3 convolution of stride 1 by Hopper's {@code wgmma}, as {@code wgmma_halo_product.cuh} computes it: on patches of pixels that its
 * copy engine brings from where they lie, with their halo. The weights alone are packed first.
 */
public abstract class CudaWgmmaHalo implements CudaKernel<ConvSpec> {

    private static final int PIXEL_BITS = 7; // 128 pixels of a box
    private static final int[] WIDTHS = {128, 64, 32};
    private static final int TAPS = 3; // of a column, and columns
    private static final int IMAGE_STAGES = 2;
    private static final int LEAST_STEPS = 3; // of a piece
    private static final int AT_ONCE = 16; // channels, which change places
    private static final int MOST_SKIPPED = 3; // numbers, before pixels that begin between multiples of 16 bytes

    private final ConvPass pass;
    private final Precision precision;

    protected CudaWgmmaHalo(ConvPass pass, Precision precision) {
        this.pass = pass;
        this.precision = precision;
    }

    @Override
    public final String source() {
        return "wgmma_halo_" + precision.text() + ".cu";
    }

    @Override
    public final Precision precision() {
        return precision;
    }

    @Override
    public final int onlyCapability() {
        return BoxPipeline.CAPABILITY;
    }

    @Override
    public final Support supports(ConvSpec problem) {
        return pixels(problem).supports(problem.filter());
    }

    /** Not measured yet: left to those who ask by name or by measurement. */
    @Override
    public final int rank(ConvSpec problem) {
        return 0;
    }

    private HaloImage pixels(ConvSpec problem) {
        return new HaloImage(0, pass.gathered(problem));
    }

    @Override
    public final List<Launch> launches(ConvSpec problem) {
        return new Work(problem).launches();
    }

    @Override
    public final long scratchBytes(ConvSpec problem) {
        return new Work(problem).scratchBytes();
    }

    /** How one problem is cut, and where in scratch memory things lie. */
    private final class Work {

        private final ConvSpec problem;
        private final HaloImage from;
        private final Image to;
        private final CudaBoxes boxes;
        private final int columns;
        private final int numberBytes; // of the weights
        private final int channels; // of the weights as they are packed
        private final BoxPipeline pipeline;

        Work(ConvSpec problem) {
            this.problem = problem;
            from = pixels(problem);
            to = pass.result(problem);
            boxes = CudaBoxes.patches(to, PIXEL_BITS);
            columns = BoxPipeline.width(to.c(), WIDTHS);
            numberBytes = precision == Precision.TF32 ? 4 : 2;
            channels = Math.ceilDiv(from.image().c() + MOST_SKIPPED, AT_ONCE) * AT_ONCE;
            pipeline = new BoxPipeline(Dim.of(boxes.count(), Math.ceilDiv(to.c(), columns)),
                    Math.ceilDiv(from.image().c(), HaloImage.CHANNELS), LEAST_STEPS,
                    IMAGE_STAGES * HaloImage.boxBytes(boxes) + columnStages() * TAPS * columns * HaloImage.CHANNELS * numberBytes,
                    BoxPipeline.TWO_GROUPS);
        }

        /** Columns of taps whose weights are under way or multiplied: such that two blocks of 64 results fit a multiprocessor. */
        private int columnStages() {
            return columns == 64 && precision == Precision.TF32 ? 2 : 3;
        }

        private long partialAt() {
            return PackedImage.aligned((long) TAPS * TAPS * to.c() * channels * numberBytes);
        }

        long scratchBytes() {
            return partialAt() + (pipeline.pieces() == 1 ? 0 : 4L * pipeline.pieces() * to.pixels() * to.c());
        }

        List<Launch> launches() {
            Rectangle weights = new Rectangle(TAPS * TAPS * channels / 4, to.c());
            List<Launch> launches = new ArrayList<>(List.of(
                    new Launch("packWeights", weights.grid(), weights.block(), port(1), port(0), scratch(), of(to.c()),
                            of(from.image().c()), of(pass.resultStep(problem)), of(pass.gatheredStep(problem)), of(channels),
                            of(pass == ConvPass.GRAD_INPUT))));
            Argument map = Argument.TensorMap.dense(0, numberBytes, List.of(channels, to.c(), TAPS * TAPS),
                    List.of(HaloImage.CHANNELS, columns, TAPS));
            launches.addAll(pipeline.launches(pass.kernel() + columns, "joinLines", to.pixels() * to.c(), partialAt(),
                    List.of(from.map(boxes), map, port(0), boxes.argument()),
                    List.of(port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem))));
            return launches;
        }
    }
}
