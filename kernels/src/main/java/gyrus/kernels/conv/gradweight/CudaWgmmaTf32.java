package gyrus.kernels.conv.gradweight;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;
import static gyrus.kernels.cuda.Argument.scratch;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.PackedImage;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Divisor;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Precision;
import java.util.List;

/**
 * On Hopper's tensor cores, in TF32: on lines of each channel's pixels, with the input's zeros around each image, so that a row of
 * taps is a distance along the line; for each of its taps there is a copy of the lines.
 */
public final class CudaWgmmaTf32 extends WgmmaProduct {

    private static final int PIXELS = 32; // of a step
    private static final int EDGE = 32; // of a square that a block packs
    private static final int ROWS_AT_A_TIME = 8;
    private static final int ALIGNED = 4; // pixels: at 16 bytes boxes may begin

    public CudaWgmmaTf32() {
        super("wgmma_", Precision.TF32, 128, 64, 32);
    }

    /** On an H200 mostly slower than the pipelined product: left to those who ask by name or by measurement. */
    @Override
    public int rank(ConvSpec problem) {
        return 0;
    }

    @Override
    Factors factors(ConvSpec problem) {
        return new Lines(problem);
    }

    private record Lines(ConvSpec problem) implements Factors {

        private int frameRows() {
            return problem.input().h() + 2 * problem.filter().padRows();
        }

        private int frameColumns() {
            return Math.ceilDiv(problem.input().w() + 2 * problem.filter().padColumns(), ALIGNED) * ALIGNED;
        }

        private int pixels() {
            return Math.multiplyExact(problem.input().n() * frameRows(), frameColumns());
        }

        @Override
        public int steps() {
            return Math.ceilDiv(pixels(), PIXELS);
        }

        /** Pixels, of a channel of all images. */
        private int line() {
            return PIXELS * steps();
        }

        private long gradientsAt() {
            return PackedImage.aligned(4L * problem.filter().columns() * problem.input().c() * line());
        }

        @Override
        public long end() {
            return PackedImage.aligned(gradientsAt() + 4L * problem.output().c() * line());
        }

        @Override
        public List<Launch> packing() {
            Filter filter = problem.filter();
            return List.of(packing(0, problem.input(), filter.padRows(), filter.padColumns(), 0, filter.columns()),
                    packing(1, problem.output(), 0, 0, gradientsAt(), 1));
        }

        private Launch packing(int port, Image image, int top, int left, long at, int copies) {
            int[] rows = Divisor.of(frameRows());
            int[] columns = Divisor.of(frameColumns());
            Argument framed = new Argument.Ints(image.h(), image.w(), image.c(), image.pitch(), top, left, pixels(),
                    rows[0], rows[1], rows[2], columns[0], columns[1], columns[2]);
            return new Launch("packFrames", new Dim(line() / EDGE, Math.ceilDiv(image.c(), EDGE), copies),
                    Dim.of(EDGE, ROWS_AT_A_TIME), port(port), scratch(at), framed, of(line()), of(problem.filter().dilation()));
        }

        @Override
        public List<Argument> boxes(int columns) {
            return List.of(map(0, problem.input().c(), problem.filter().columns(), CHANNELS),
                    map(gradientsAt(), problem.output().c(), 1, columns), of(frameColumns()));
        }

        private Argument map(long at, int channels, int copies, int box) {
            return new Argument.TensorMap(at, 4, List.of(line(), channels, copies), List.of(PIXELS, box, 1));
        }
    }
}
