package gyrus.kernels.reduce;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;
import static gyrus.kernels.cuda.Argument.scratch;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.Layout;
import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Nest;
import gyrus.kernels.reduce.ReduceSpec.Function;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread for each result of few terms; for results of many, a block for each piece of the terms and a second launch that joins
 * the pieces. They are cut by the problem alone, so results are the same on every GPU.
 */
public final class CudaNaive implements CudaKernel<ReduceSpec> {

    private static final int THREADS = 256;
    private static final int FEW = 64;
    private static final int PIECE = 4096; // terms
    private static final int MAX_PIECES = 256;

    @Override
    public String source() {
        return "naive.cu";
    }

    @Override
    public List<Launch> launches(ReduceSpec problem) {
        LoopNest kept = LoopNest.of(problem.y(), problem.x(), problem.y());
        Argument keptOfX = Nest.all(kept, 0);
        Argument keptOfY = Nest.all(kept, 1);
        Argument reduced = Nest.all(LoopNest.of(reducedDimensions(problem), problem.x()), 0);
        int results = results(problem);
        Argument terms = of(Math.toIntExact(problem.terms()));
        Argument scale = of(problem.function() == Function.MEAN ? 1.0 / problem.terms() : 1.0);
        Argument accumulate = of(problem.accumulate());
        String name = problem.function() == Function.MAX ? "max" : "sum";
        Dim aThreadEach = Dim.of(Math.ceilDiv(results, THREADS));
        if (problem.terms() <= FEW) {
            return List.of(new Launch(name + "Each", aThreadEach, Dim.of(THREADS),
                    port(0), port(1), of(results), terms, keptOfX, keptOfY, reduced, scale, accumulate));
        }
        int pieces = pieces(problem);
        return List.of(
                new Launch(name + "Piece", Dim.of(results, pieces), Dim.of(THREADS), port(0), scratch(), terms, keptOfX, reduced),
                new Launch(name + "Join", aThreadEach, Dim.of(THREADS),
                        scratch(), port(1), of(results), of(pieces), keptOfY, scale, accumulate));
    }

    @Override
    public long scratchBytes(ReduceSpec problem) {
        return problem.terms() <= FEW ? 0 : 4L * results(problem) * pieces(problem);
    }

    private static int results(ReduceSpec problem) {
        return Math.toIntExact(problem.y().extent().elements());
    }

    private static int pieces(ReduceSpec problem) {
        return Math.clamp(problem.terms() / PIECE, 1, MAX_PIECES);
    }

    /** x's extents where y has one, else one. */
    private static Layout reducedDimensions(ReduceSpec problem) {
        List<Integer> extents = new ArrayList<>();
        for (int d = 0; d < problem.x().rank(); d++) {
            extents.add(problem.y().shape().get(d) == 1 ? problem.x().shape().get(d) : 1);
        }
        return Layout.dense(extents);
    }
}
