package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaBoxes;
import gyrus.kernels.cuda.conv.PackedImage;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.List;

/**
 * The gradient with respect to the weights by {@code wgmma} in bfloat16, on packed boxes of pixels. K runs along pixels, and the
 * channels of a pixel are contiguous.
 */
public final class CudaWgmmaBf16 extends WgmmaProduct {

    private static final int PIXEL_BITS = 6; // 64 pixels of a box
    private static final int STAGES = 4;

    /** Creates the kernel {@code wgmma_bf16}. */
    public CudaWgmmaBf16() {
        super("wgmma", Precision.BF16, 128, 64);
    }

    @Override
    public Support supports(ConvSpec problem) {
        return problem.filter().stride() == 1 ? Support.yes()
                : Support.no("it needs a stride of 1, not " + problem.filter().stride());
    }

    @Override
    Factors factors(ConvSpec problem) {
        PackedImage x = new PackedImage(problem.input(), numberBytes(), 0);
        return new Pixels(x, new PackedImage(problem.output(), numberBytes(), x.end()),
                CudaBoxes.wide(problem.output(), PIXEL_BITS));
    }

    /** Returns the number of row tiles, each of two consecutive slices. */
    @Override
    int tilesOfRows(int taps, int blocksOfTap) {
        return Math.ceilDiv(taps * blocksOfTap, 2);
    }

    @Override
    int stageBytes(ConvSpec problem, int columns) {
        return STAGES * (2 * CHANNELS + columns) * PackedImage.LINE;
    }

    @Override
    int consumerThreads() {
        return BoxPipeline.TWO_GROUPS;
    }

    private record Pixels(PackedImage x, PackedImage dy, CudaBoxes boxes) implements Factors {

        @Override
        public int steps() {
            return boxes.count();
        }

        @Override
        public List<Launch> packing() {
            return List.of(x.packing(port(0)), dy.packing(port(1)));
        }

        @Override
        public List<Argument> boxes(int columns) {
            return List.of(x.map(boxes), dy.map(boxes), port(0), boxes.argument());
        }

        @Override
        public long end() {
            return dy.end();
        }
    }
}
