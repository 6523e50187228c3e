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

/** A convolution of stride 1 by Hopper's {@code wgmma} on boxes that its copy engine brings. Both factors are packed first. */
public abstract class CudaWgmma implements CudaKernel<ConvSpec> {

    private static final int[] WIDTHS = {128, 64, 32};
    private static final int LEAST_STEPS = 8; // of a piece
    private static final double LEAST_FLOPS = 4.5e9;
    private static final int NARROW = 32; // columns

    /** A rank. */
    public static final int ABOVE_PIPELINED = 70;

    /** Of the input, where it is what is packed. */
    public static final int LEAST_CHANNELS = 64;

    private final ConvPass pass;
    private final Precision precision;
    private final BoxFor boxFor;

    protected CudaWgmma(ConvPass pass, Precision precision, BoxFor boxFor) {
        this.pass = pass;
        this.precision = precision;
        this.boxFor = boxFor;
    }

    @Override
    public final String source() {
        return boxFor.source() + precision.text() + ".cu";
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
        return boxFor.supports(problem.filter(), pass.result(problem));
    }

    /**
     * Above the pipelined product where it was faster on an H200: on large problems, packing costs the more the fewer channels
     * share it. By rows of taps where lines of many channels, or narrow tiles, make the pixels that are brought many.
     */
    @Override
    public final int rank(ConvSpec problem) {
        if (!isLarge(problem, pass == ConvPass.FORWARD ? LEAST_CHANNELS : LEAST_CHANNELS / 2)) {
            return 0;
        }
        boolean manyPixels = pass.gathered(problem).c() > LEAST_CHANNELS || columns(problem) == NARROW;
        return boxFor == BoxFor.TAP ? ABOVE_PIPELINED : manyPixels ? ABOVE_PIPELINED + 5 : ABOVE_PIPELINED - 5;
    }

    /** More than one tap, and work enough. */
    public static boolean isLarge(ConvSpec problem, int leastChannels) {
        return problem.filter().taps() > 1 && problem.input().c() >= leastChannels && problem.flops() >= LEAST_FLOPS;
    }

    private int columns(ConvSpec problem) {
        return BoxPipeline.width(pass.result(problem).c(), WIDTHS);
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
        private final Image to;
        private final int taps;
        private final PackedImage from;
        private final CudaBoxes boxes;
        private final int columns;
        private final BoxPipeline pipeline;

        Work(ConvSpec problem) {
            this.problem = problem;
            to = pass.result(problem);
            taps = problem.filter().taps();
            from = new PackedImage(pass.gathered(problem), precision == Precision.TF32 ? 4 : 2, 0);
            boxes = boxFor.boxes(to);
            columns = columns(problem);
            int lines = Math.ceilDiv(from.image().c() * from.numberBytes(), PackedImage.LINE);
            pipeline = new BoxPipeline(Dim.of(boxes.count(), Math.ceilDiv(to.c(), columns)), taps / boxFor.taps() * lines,
                    LEAST_STEPS, boxFor.stageBytes(columns), BoxPipeline.TWO_GROUPS);
        }

        private long weightsAt() {
            return from.end();
        }

        private long partialAt() {
            return PackedImage.aligned(weightsAt() + (long) taps * to.c() * from.channels() * from.numberBytes());
        }

        long scratchBytes() {
            return partialAt() + (pipeline.pieces() == 1 ? 0 : 4L * pipeline.pieces() * to.pixels() * to.c());
        }

        List<Launch> launches() {
            Rectangle weights = new Rectangle(taps * from.channels() / 4, to.c());
            List<Launch> launches = new ArrayList<>(List.of(
                    from.packing(port(0)),
                    new Launch("packWeights", weights.grid(), weights.block(), port(1), scratch(weightsAt()), of(taps), of(to.c()),
                            of(from.image().c()), of(pass.resultStep(problem)), of(pass.gatheredStep(problem)), of(from.channels()))));
            Argument map = Argument.TensorMap.dense(weightsAt(), from.numberBytes(), List.of(from.channels(), to.c(), taps),
                    List.of(PackedImage.LINE / from.numberBytes(), columns, boxFor.taps()));
            launches.addAll(pipeline.launches(pass.kernel() + columns, "joinLines", to.pixels() * to.c(), partialAt(),
                    List.of(from.map(boxes, boxFor.taps() - 1), map, boxes.argument()),
                    List.of(port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem))));
            return launches;
        }
    }
}
