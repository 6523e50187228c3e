package gyrus.kernels.cuda.reduce;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.Layout;
import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Nest;
import gyrus.kernels.reduce.ReduceSpec;
import gyrus.kernels.reduce.ReduceSpec.Function;
import java.util.ArrayList;
import java.util.List;

/**
 * Reduces by one thread for each result of few terms. For results of many terms, blocks reduce slices of the terms, and a second
 * launch reduces the slices (split-K). A thread of the first launch reduces four adjacent results, or four adjacent terms of one
 * result. The cut depends on the problem alone, so results are equal on every GPU.
 */
public final class CudaVectorized implements CudaKernel<ReduceSpec> {

    private static final int THREADS = 256;
    private static final int REDUCED_ACROSS = 32; // results in a block of the second launch
    private static final int FEW = 64; // terms
    private static final int SLICE_ACROSS = 256; // terms
    private static final int SLICE_ALONG = 4096;
    private static final int BLOCKS = 1024; // to aim at
    private static final int MAX_BLOCKS_DEEP = 65535; // the hardware's limit along z

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    /** The loops over the results, and over the terms of one result. */
    private record Loops(LoopNest kept, LoopNest reduced) {

        static Loops of(ReduceSpec problem) {
            return new Loops(LoopNest.of(problem.y(), problem.x(), problem.y()),
                    LoopNest.of(reducedDimensions(problem), problem.x()));
        }

        /** Returns whether adjacent results have adjacent terms. */
        boolean across() {
            return kept.columns() > 1 && kept.stride(0, 0) == 1 && kept.rows() <= MAX_BLOCKS_DEEP;
        }

        int columns() {
            return Math.toIntExact(kept.columns());
        }

        int threadsAcross() {
            int across = 1;
            while (4 * across < columns() && across < THREADS / 8) {
                across *= 2;
            }
            return across;
        }

        int groups() {
            return Math.ceilDiv(columns(), 4 * threadsAcross());
        }

        int slices(ReduceSpec problem) {
            long blocks = across() ? groups() * kept.rows() : results(problem);
            long least = across() ? SLICE_ACROSS : SLICE_ALONG;
            return Math.clamp(Math.min(problem.terms() / least, BLOCKS / blocks), 1, BLOCKS);
        }
    }

    @Override
    public List<Launch> launches(ReduceSpec problem) {
        Loops loops = Loops.of(problem);
        Argument keptOfY = Nest.all(loops.kept, 1);
        Argument reduced = Nest.all(loops.reduced, 0);
        Argument results = of(results(problem));
        Argument terms = of(Math.toIntExact(problem.terms()));
        Argument scale = of(problem.function() == Function.MEAN ? 1.0 / problem.terms() : 1.0);
        Argument accumulate = of(problem.accumulate());
        String name = problem.function() == Function.MAX ? "max" : "sum";
        if (problem.terms() <= FEW) {
            return List.of(new Launch(name + "Each", Dim.of(Math.ceilDiv(results(problem), THREADS)), Dim.of(THREADS),
                    port(0), port(1), results, terms, Nest.all(loops.kept, 0), keptOfY, reduced, scale, accumulate));
        }
        int slices = loops.slices(problem);
        Launch reduce = new Launch(name + "SplitK", Dim.of(Math.ceilDiv(results(problem), REDUCED_ACROSS)),
                Dim.of(REDUCED_ACROSS, THREADS / REDUCED_ACROSS),
                scratch(), port(1), results, of(slices), keptOfY, scale, accumulate);
        if (loops.across()) {
            int across = loops.threadsAcross();
            return List.of(new Launch(name + "Across", new Dim(loops.groups(), slices, Math.toIntExact(loops.kept.rows())),
                    Dim.of(across, THREADS / across), port(0), scratch(), of(loops.columns()), terms, Nest.outer(loops.kept, 0),
                    reduced), reduce);
        }
        return List.of(new Launch(name + "Along", Dim.of(results(problem), slices), Dim.of(THREADS),
                port(0), scratch(), terms, Nest.all(loops.kept, 0), reduced), reduce);
    }

    @Override
    public long scratchBytes(ReduceSpec problem) {
        return problem.terms() <= FEW ? 0 : 4L * results(problem) * Loops.of(problem).slices(problem);
    }

    private static int results(ReduceSpec problem) {
        return Math.toIntExact(problem.y().extent().elements());
    }

    /** Returns a layout with the extents of x in the reduced dimensions, and 1 elsewhere. */
    private static Layout reducedDimensions(ReduceSpec problem) {
        List<Integer> extents = new ArrayList<>();
        for (int d = 0; d < problem.x().rank(); d++) {
            extents.add(problem.y().shape().get(d) == 1 ? problem.x().shape().get(d) : 1);
        }
        return Layout.dense(extents);
    }
}
