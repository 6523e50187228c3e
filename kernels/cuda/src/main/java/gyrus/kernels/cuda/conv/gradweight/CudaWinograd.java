package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.Winograd3x3;
import gyrus.kernels.cuda.conv.CudaPatches;
import gyrus.kernels.cuda.gemm.BatchedProduct;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * By Winograd's F(3x3, 4x4), in float32: some pieces of the patches at a time, the points of the input and of the gradient and a
 * product at each point of each piece; then the sums of all pieces are joined and transformed back.
 */
public final class CudaWinograd extends gyrus.kernels.cuda.conv.CudaWinograd {

    private static final int BLOCKS = 800; // to aim at in a launch: several turns of an H100
    private static final int MIN_PATCHES = 256; // of a piece
    private static final int DEPTH = 32; // terms of a tile

    private final long chunkBytes;

    public CudaWinograd() {
        this(CHUNK_BYTES);
    }

    /** With so many bytes of scratch memory for points at a time. */
    public CudaWinograd(long chunkBytes) {
        this.chunkBytes = chunkBytes;
    }

    @Override
    public Support supports(ConvSpec problem) {
        return Winograd3x3.supportsGradWeight(problem);
    }

    @Override
    public double amplification(ConvSpec problem) {
        return Winograd3x3.SIX_POINT_GRAD_WEIGHT_AMPLIFICATION;
    }

    /** Two images are transformed, where the pipelined product's terms, pixels, come out even. */
    @Override
    protected double leastGain() {
        return 1.1;
    }

    @Override
    protected Work work(ConvSpec problem) {
        return new Gradient(problem);
    }

    /** How one problem is cut, and where in scratch memory things lie. */
    private final class Gradient implements Work {

        private final ConvSpec problem;
        private final Image input;
        private final Image output;
        private final BatchedProduct product;
        private final int patches;
        private final int piece; // patches of each
        private final int pieces;
        private final int together; // pieces of a launch

        Gradient(ConvSpec problem) {
            this.problem = problem;
            input = problem.input();
            output = problem.output();
            product = new BatchedProduct("multiplyPoints", input.c(), output.c());
            patches = CudaPatches.count(output);
            int chunks = Math.toIntExact(Math.ceilDiv(pointBytes(patches), chunkBytes));
            int wanted = chunks * Math.ceilDiv(BLOCKS, CudaPatches.POINTS * product.blocks());
            int each = Math.max(Math.min(MIN_PATCHES, patches), Math.ceilDiv(patches, wanted));
            piece = Math.ceilDiv(each, DEPTH) * DEPTH;
            pieces = Math.ceilDiv(patches, piece);
            together = Math.ceilDiv(pieces, chunks);
        }

        /** Of the input's and the gradient's points. */
        private long pointBytes(int patches) {
            return CudaPatches.bytes(patches, input.c()) + CudaPatches.bytes(patches, output.c());
        }

        private long gradientsAt() {
            return together * CudaPatches.bytes(piece, input.c());
        }

        private long sumsAt(int piece) {
            return together * pointBytes(this.piece) + piece * CudaPatches.bytes(input.c(), output.c());
        }

        @Override
        public long scratchBytes() {
            return sumsAt(pieces);
        }

        @Override
        public double products() {
            return (double) CudaPatches.POINTS * pieces * piece * input.c() * output.c();
        }

        @Override
        public double bytes() {
            return 4.0 * (input.extent().elements() + output.extent().elements() + problem.weights().elements())
                    + 2.0 * (pointBytes(patches) + pieces * CudaPatches.bytes(input.c(), output.c()));
        }

        @Override
        public List<Launch> launches() {
            List<Launch> launches = new ArrayList<>();
            for (int first = 0; first < pieces; first += together) {
                int count = Math.min(together, pieces - first);
                Argument sources = CudaPatches.of(input, output, -problem.filter().padRows(), -problem.filter().padColumns());
                launches.add(transform("transformSources", 0, input.c(), sources, 0, first, count));
                launches.add(transform("transformGradients", 1, output.c(), CudaPatches.of(output, output, 0, 0), gradientsAt(),
                        first, count));
                launches.add(product.launch(count * CudaPatches.POINTS, List.of(scratch(), scratch(gradientsAt()),
                        scratch(sumsAt(first)), of(input.c()), of(output.c()), of(piece))));
            }
            if (pieces > 1) {
                int rows = CudaPatches.POINTS * input.c();
                Rectangle sums = new Rectangle(rows, output.c());
                launches.add(new Launch("reduceSplitK", sums.grid(), sums.block(),
                        scratch(sumsAt(0)), of(rows), of(output.c()), of(pieces)));
            }
            Rectangle weights = new Rectangle(input.c(), output.c());
            launches.add(new Launch("transformSums", weights.grid(), weights.block(),
                    scratch(sumsAt(0)), port(2), of(input.c()), of(output.c()), of(problem.accumulate())));
            return launches;
        }

        private Launch transform(String kernel, int port, int channels, Argument image, long at, int first, int count) {
            Rectangle area = new Rectangle(piece, channels);
            Dim grid = new Dim(area.grid().x(), area.grid().y(), count);
            return new Launch(kernel, grid, area.block(), port(port), scratch(at), image, of(first * piece), of(piece));
        }
    }
}
