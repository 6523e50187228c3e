package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.Winograd3x3;
import gyrus.kernels.cuda.conv.winograd.CudaWinogradTiles;
import gyrus.kernels.cuda.gemm.BatchedProduct;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient with respect to the weights by Winograd's F(3x3, 4x4) in float32. For several slices of the tiles at a time, it
 * transforms input and gradient to points, and computes a product at each point of each slice. It then reduces the sums of all
 * slices and transforms them back.
 */
public final class CudaWinograd extends gyrus.kernels.cuda.conv.winograd.CudaWinograd {

    private static final int BLOCKS = 800; // to aim at in a launch: several waves on an H100
    private static final int MIN_TILES = 256; // of a slice
    private static final int DEPTH = 32; // the K slice of a product's tile

    private final long chunkBytes;

    /** Creates a kernel with the usual limit on scratch memory. */
    public CudaWinograd() {
        this(CHUNK_BYTES);
    }

    /** Creates a kernel with a limit on the scratch memory for points, in bytes. */
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

    /** Returns a high factor: two images are transformed, and the pipelined product has no padding along K, which counts pixels. */
    @Override
    protected double leastGain() {
        return 1.1;
    }

    @Override
    protected Work work(ConvSpec problem) {
        return new Gradient(problem);
    }

    /** The cut of one problem, with the layout of scratch memory. */
    private final class Gradient implements Work {

        private final ConvSpec problem;
        private final Image input;
        private final Image output;
        private final BatchedProduct product;
        private final int tiles;
        private final int slice; // tiles in each slice
        private final int slices;
        private final int together; // slices in a launch

        Gradient(ConvSpec problem) {
            this.problem = problem;
            input = problem.input();
            output = problem.output();
            product = new BatchedProduct("multiplyPoints", input.c(), output.c());
            tiles = CudaWinogradTiles.count(output);
            int chunks = Math.toIntExact(Math.ceilDiv(pointBytes(tiles), chunkBytes));
            int wanted = chunks * Math.ceilDiv(BLOCKS, CudaWinogradTiles.POINTS * product.blocks());
            int each = Math.max(Math.min(MIN_TILES, tiles), Math.ceilDiv(tiles, wanted));
            slice = Math.ceilDiv(each, DEPTH) * DEPTH;
            slices = Math.ceilDiv(tiles, slice);
            together = Math.ceilDiv(slices, chunks);
        }

        /** Returns the bytes of the transformed input and gradient tiles. */
        private long pointBytes(int tiles) {
            return CudaWinogradTiles.bytes(tiles, input.c()) + CudaWinogradTiles.bytes(tiles, output.c());
        }

        private long gradientsAt() {
            return together * CudaWinogradTiles.bytes(slice, input.c());
        }

        private long sumsAt(int slice) {
            return together * pointBytes(this.slice) + slice * CudaWinogradTiles.bytes(input.c(), output.c());
        }

        @Override
        public long scratchBytes() {
            return sumsAt(slices);
        }

        @Override
        public double products() {
            return (double) CudaWinogradTiles.POINTS * slices * slice * input.c() * output.c();
        }

        @Override
        public double bytes() {
            return 4.0 * (input.extent().elements() + output.extent().elements() + problem.weights().elements())
                    + 2.0 * (pointBytes(tiles) + slices * CudaWinogradTiles.bytes(input.c(), output.c()));
        }

        @Override
        public List<Launch> launches() {
            List<Launch> launches = new ArrayList<>();
            for (int first = 0; first < slices; first += together) {
                int count = Math.min(together, slices - first);
                Argument sources = CudaWinogradTiles.of(input, output, -problem.filter().padRows(), -problem.filter().padColumns());
                launches.add(transform("transformSources", 0, input.c(), sources, 0, first, count));
                launches.add(transform("transformGradients", 1, output.c(), CudaWinogradTiles.of(output, output, 0, 0),
                        gradientsAt(),
                        first, count));
                launches.add(product.launch(count * CudaWinogradTiles.POINTS, List.of(scratch(), scratch(gradientsAt()),
                        scratch(sumsAt(first)), of(input.c()), of(output.c()), of(slice))));
            }
            if (slices > 1) {
                int rows = CudaWinogradTiles.POINTS * input.c();
                Rectangle sums = new Rectangle(rows, output.c());
                launches.add(new Launch("reduceSplitK", sums.grid(), sums.block(),
                        scratch(sumsAt(0)), of(rows), of(output.c()), of(slices)));
            }
            Rectangle weights = new Rectangle(input.c(), output.c());
            launches.add(new Launch("transformSums", weights.grid(), weights.block(),
                    scratch(sumsAt(0)), port(2), of(input.c()), of(output.c()), of(problem.accumulate())));
            return launches;
        }

        private Launch transform(String kernel, int port, int channels, Argument image, long at, int first, int count) {
            Rectangle area = new Rectangle(slice, channels);
            Dim grid = new Dim(area.grid().x(), area.grid().y(), count);
            return new Launch(kernel, grid, area.block(), port(port), scratch(at), image, of(first * slice), of(slice));
        }
    }
}
