package gyrus.kernels.cuda.conv.winograd;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.conv.Winograd3x3;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.conv.ConvPass;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.gemm.BatchedProduct;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A convolution by Winograd's F(4x4, 3x3) as {@code winograd.cuh} computes it. It transforms the weights to points once. Then, for
 * a chunk of tiles at a time, it transforms the sources, computes a product at each of the 36 points, and transforms the results
 * back.
 */
public final class CudaWinogradConvolution extends CudaWinograd {

    private static final int TILE = 128; // rows of a product's tile

    private final ConvPass pass;
    private final long chunkBytes;

    /** Creates the kernel of a pass with the usual limit on scratch memory. */
    public CudaWinogradConvolution(ConvPass pass) {
        this(pass, CHUNK_BYTES);
    }

    /**
     * Creates the kernel of a pass with a limit on scratch memory.
     *
     * @param chunkBytes the limit on the scratch memory for points, in bytes
     */
    public CudaWinogradConvolution(ConvPass pass, long chunkBytes) {
        this.pass = pass;
        this.chunkBytes = chunkBytes;
    }

    @Override
    public CudaSource source() {
        SequencedMap<String, String> defines = new LinkedHashMap<>();
        defines.put("WEIGHTS_ARE_TURNED", String.valueOf(pass == ConvPass.GRAD_INPUT));
        return new CudaSource("conv/winograd/winograd.cu", pass.folder() + "/winograd", defines);
    }

    @Override
    public Support supports(ConvSpec problem) {
        return pass == ConvPass.FORWARD ? Winograd3x3.supportsForward(problem) : Winograd3x3.supportsGradInput(problem);
    }

    @Override
    public double amplification(ConvSpec problem) {
        return Winograd3x3.SIX_POINT_CONVOLUTION_AMPLIFICATION;
    }

    /** Returns a factor below 1: the pipelined product pads columns and K, as at 33 channels, which the estimate does not count. */
    @Override
    protected double leastGain() {
        return 0.9;
    }

    @Override
    protected Work work(ConvSpec problem) {
        return new Convolution(problem);
    }

    /** The cut of one problem, with the layout of scratch memory. */
    private final class Convolution implements Work {

        private final ConvSpec problem;
        private final Image from;
        private final Image to;
        private final int tiles;
        private final int chunk; // tiles that are transformed together

        Convolution(ConvSpec problem) {
            this.problem = problem;
            from = pass.gathered(problem);
            to = pass.result(problem);
            tiles = CudaWinogradTiles.count(to);
            long tileBytes = CudaWinogradTiles.bytes(from.c(), TILE) + CudaWinogradTiles.bytes(TILE, to.c());
            chunk = (int) Math.min(tiles, Math.max(1, chunkBytes / tileBytes) * TILE);
        }

        private long sourcesAt() {
            return CudaWinogradTiles.bytes(from.c(), to.c());
        }

        private long resultsAt() {
            return sourcesAt() + CudaWinogradTiles.bytes(from.c(), chunk);
        }

        @Override
        public long scratchBytes() {
            return resultsAt() + CudaWinogradTiles.bytes(chunk, to.c());
        }

        @Override
        public double products() {
            return (double) CudaWinogradTiles.POINTS * tiles * from.c() * to.c();
        }

        @Override
        public double bytes() {
            return 4.0 * (from.extent().elements() + to.extent().elements() + problem.weights().elements())
                    + 2.0 * (CudaWinogradTiles.bytes(from.c(), to.c()) + CudaWinogradTiles.bytes(from.c(), tiles)
                            + CudaWinogradTiles.bytes(tiles, to.c()));
        }

        @Override
        public List<Launch> launches() {
            Filter filter = problem.filter();
            Rectangle weights = new Rectangle(from.c(), to.c());
            List<Launch> launches = new ArrayList<>(List.of(new Launch("transformWeights", weights.grid(), weights.block(),
                    port(1), scratch(), of(from.c()), of(to.c()))));
            for (int first = 0; first < tiles; first += chunk) {
                int count = Math.min(chunk, tiles - first);
                Rectangle results = new Rectangle(count, to.c());
                launches.add(new Launch("transformSources", CudaWinogradTiles.gridAlongTiles(count, from.c()),
                        CudaWinogradTiles.blockAlongTiles(), port(0), scratch(sourcesAt()),
                        CudaWinogradTiles.of(from, to, pass.start(filter.padRows()), pass.start(filter.padColumns())), of(first),
                        of(count)));
                launches.add(new BatchedProduct("multiplyPoints", count, to.c()).launch(CudaWinogradTiles.POINTS,
                        List.of(scratch(sourcesAt()), scratch(), scratch(resultsAt()), of(count), of(to.c()), of(from.c()))));
                launches.add(new Launch("transformResults", results.grid(), results.block(),
                        scratch(resultsAt()), port(2), CudaGeometry.bias(problem), CudaWinogradTiles.of(to, to, 0, 0),
                        of(first), of(count), of(problem.epilogue() == Epilogue.BIAS_RELU), of(problem.accumulate())));
            }
            return launches;
        }
    }
}
