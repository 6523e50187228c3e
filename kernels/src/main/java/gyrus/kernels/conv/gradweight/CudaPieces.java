package gyrus.kernels.conv.gradweight;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;
import static gyrus.kernels.cuda.Argument.scratch;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaGeometry;
import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.ProductTiles;
import java.util.List;

/**
 * The weight gradient as a product of few results and very many terms, the pixels: they are cut into pieces, so that there is
 * work for a whole GPU, and a second launch joins the pieces' sums in order. The cut follows from the problem alone.
 */
record CudaPieces(ConvSpec problem, ProductTiles tiles) {

    private static final int THREADS = 256;
    private static final int BLOCKS = 1024; // to aim at
    private static final int MIN_PIXELS = 256;

    private int rows() {
        return problem.filter().taps() * problem.input().c();
    }

    private int weights() {
        return rows() * problem.output().c();
    }

    /** Pixels of one piece, a whole number of tiles. */
    private int piece() {
        long pixels = problem.output().pixels();
        Dim grid = tiles.grid(rows(), problem.output().c());
        long wanted = Math.max(1, BLOCKS / grid.count());
        long piece = Math.max(MIN_PIXELS, Math.ceilDiv(pixels, wanted));
        return Math.toIntExact(Math.ceilDiv(piece, (long) tiles.depth()) * tiles.depth());
    }

    private int pieces() {
        return Math.toIntExact(Math.ceilDiv(problem.output().pixels(), (long) piece()));
    }

    List<Launch> launches() {
        Dim grid = tiles.grid(rows(), problem.output().c());
        return List.of(
                new Launch("convGradWeight", new Dim(grid.x(), grid.y(), pieces()), tiles.block(),
                        port(0), port(1), scratch(), of(piece()), CudaGeometry.of(problem)),
                new Launch("joinPieces", Dim.of(Math.ceilDiv(weights(), THREADS)), Dim.of(THREADS),
                        scratch(), port(2), of(weights()), of(pieces()), of(problem.accumulate())));
    }

    long scratchBytes() {
        return 4L * weights() * pieces();
    }
}
