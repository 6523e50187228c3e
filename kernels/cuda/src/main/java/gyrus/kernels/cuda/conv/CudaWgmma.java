package gyrus.kernels.cuda.conv;

import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.List;

/** A convolution of stride 1 by Hopper's {@code wgmma} on boxes that TMA loads. Both factors are packed first. */
public final class CudaWgmma extends CudaWgmmaConvolution {

    private static final int LEAST_STEPS = 8; // of a slice

    private final BoxFor boxFor;

    /**
     * Creates the kernel of a pass in one precision.
     *
     * @param boxFor the filter taps that one TMA load serves
     */
    public CudaWgmma(ConvPass pass, Precision precision, BoxFor boxFor) {
        super(boxFor.level(), pass, precision);
        this.boxFor = boxFor;
    }

    @Override
    public Support supports(ConvSpec problem) {
        return boxFor.supports(problem.filter(), pass().result(problem));
    }

    @Override
    Work work(ConvSpec problem) {
        Image to = pass().result(problem);
        int taps = problem.filter().taps();
        int columns = columns(problem);
        PackedImage from = new PackedImage(pass().gathered(problem), numberBytes(), 0);
        CudaBoxes boxes = boxFor.boxes(to);
        Launch packWeights = packWeights(problem, from.channels(), List.of(port(1), scratch(from.end())));
        Argument map = Argument.TensorMap.dense(from.end(), numberBytes(), List.of(from.channels(), to.c(), taps),
                List.of(PackedImage.LINE / numberBytes(), columns, boxFor.taps()));
        int lines = Math.ceilDiv(from.image().c() * numberBytes(), PackedImage.LINE);
        return new Work(List.of(from.packing(port(0)), packWeights),
                PackedImage.aligned(from.end() + (long) taps * to.c() * from.channels() * numberBytes()),
                new BoxPipeline(tiles(problem, boxes), taps / boxFor.taps() * lines, LEAST_STEPS, boxFor.stageBytes(columns),
                        BoxPipeline.TWO_GROUPS),
                List.of(from.map(boxes, boxFor.taps() - 1), map, boxes.argument()));
    }
}
