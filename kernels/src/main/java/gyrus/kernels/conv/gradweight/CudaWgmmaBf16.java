package gyrus.kernels.conv.gradweight;

import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaBoxes;
import gyrus.kernels.conv.CudaGeometry;
import gyrus.kernels.conv.CudaWgmma;
import gyrus.kernels.conv.PackedImage;
import gyrus.kernels.cuda.BoxPipeline;
import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * By Hopper's {@code wgmma} on boxes of pixels that its copy engine brings, in bfloat16: factors that lie across their terms are
 * for 16-bit formats alone.
 */
public final class CudaWgmmaBf16 implements CudaKernel<ConvSpec> {

    private static final int PIXEL_BITS = 6; // 64 pixels of a box
    private static final int CHANNELS = 64; // of a box
    private static final int BOX_BYTES = 64 * PackedImage.LINE;
    private static final int[] WIDTHS = {128, 64};

    @Override
    public String source() {
        return "wgmma_bf16.cu";
    }

    @Override
    public Precision precision() {
        return Precision.BF16;
    }

    @Override
    public int onlyCapability() {
        return BoxPipeline.CAPABILITY;
    }

    @Override
    public Support supports(ConvSpec problem) {
        return problem.filter().stride() == 1 ? Support.yes() : Support.no("it computes convolutions of stride 1");
    }

    @Override
    public int rank(ConvSpec problem) {
        return CudaWgmma.rankBf16(problem);
    }

    /** A row of the result for each tap and channel, channels counted in fours. */
    private static long elements(ConvSpec problem) {
        return (long) problem.filter().taps() * CudaGeometry.inFours(problem.input().c()) * problem.output().c();
    }

    private static int width(ConvSpec problem) {
        return BoxPipeline.width(problem.output().c(), WIDTHS);
    }

    private static BoxPipeline pipeline(ConvSpec problem) {
        int slices = problem.filter().taps() * Math.ceilDiv(problem.input().c(), CHANNELS);
        Dim tiles = Dim.of(Math.ceilDiv(slices, 2), Math.ceilDiv(problem.output().c(), width(problem)));
        return new BoxPipeline(tiles, boxes(problem).count(), (2 + width(problem) / CHANNELS) * BOX_BYTES);
    }

    private static CudaBoxes boxes(ConvSpec problem) {
        return new CudaBoxes(problem.output(), PIXEL_BITS);
    }

    private static PackedImage x(ConvSpec problem) {
        return new PackedImage(problem.input(), 2, 0);
    }

    private static PackedImage dy(ConvSpec problem) {
        return new PackedImage(problem.output(), 2, x(problem).end());
    }

    @Override
    public List<Launch> launches(ConvSpec problem) {
        CudaBoxes boxes = boxes(problem);
        List<Launch> launches = new ArrayList<>(List.of(x(problem).packing(port(0)), dy(problem).packing(port(1))));
        String kernel = "convGradWeight" + width(problem);
        launches.addAll(pipeline(problem).launches(kernel, "joinSteps", elements(problem), dy(problem).end(),
                List.of(x(problem).map(boxes), dy(problem).map(boxes), boxes.argument()),
                List.of(port(2), CudaGeometry.of(problem))));
        return launches;
    }

    @Override
    public long scratchBytes(ConvSpec problem) {
        int pieces = pipeline(problem).pieces();
        return dy(problem).end() + (pieces == 1 ? 0 : 4L * pieces * elements(problem));
    }
}
