package gyrus.kernels.cuda.gemm;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import java.util.ArrayList;
import java.util.List;

/**
 * How a product on Hopper is launched, as {@code box_pipeline.cuh} runs it: a block for each tile, or for each slice of the steps
 * that lead to a tile where tiles are few, and then a launch that reduces the slices.
 *
 * @param tiles of the result, along rows and along columns
 * @param steps in which boxes are loaded one after the other
 * @param leastSteps of a slice
 * @param stageBytes of all boxes that are under way or multiplied at a time
 * @param consumerThreads threads; those that load boxes come on top
 */
public record BoxPipeline(Dim tiles, int steps, int leastSteps, int stageBytes, int consumerThreads) {

    /** Hopper's, times ten. */
    public static final int CAPABILITY = 90;

    /** Threads that multiply a tile of 128 rows. */
    public static final int TWO_GROUPS = 256;

    private static final int WARP = 32;
    private static final int BOUNDARY = 1024; // bytes
    private static final int BLOCKS = 132; // to aim at: one for each multiprocessor of an H100
    private static final int REDUCTION_THREADS = 256;

    /** Bytes up to where the next box may begin. */
    public static int toBoundary(int bytes) {
        return Math.ceilDiv(bytes, BOUNDARY) * BOUNDARY;
    }

    private int slice() {
        return Math.max(leastSteps, Math.ceilDiv(steps, Math.max(1, BLOCKS / tiles.count())));
    }

    public int slices() {
        return Math.ceilDiv(steps, slice());
    }

    /**
     * @param elements of the result, as they are counted in slices
     * @param partialAt where in scratch memory the slices' sums lie
     * @param boxes what the product alone takes
     * @param arguments what the reduction takes, too; behind them stand the steps, the slices' sums and the steps of a slice
     */
    public List<Launch> launches(String product, String reduction, long elements, long partialAt, List<Argument> boxes,
            List<Argument> arguments) {
        List<Argument> sums = new ArrayList<>(arguments);
        sums.addAll(List.of(of(steps), slices() == 1 ? new Argument.Null() : scratch(partialAt), of(slice())));
        List<Argument> all = new ArrayList<>(boxes);
        all.addAll(sums);
        Dim grid = new Dim(tiles.x(), tiles.y(), slices());
        Launch first = new Launch(product, grid, Dim.of(consumerThreads + WARP), stageBytes + BOUNDARY, List.copyOf(all));
        int blocks = Math.toIntExact(Math.ceilDiv(elements, (long) REDUCTION_THREADS));
        return slices() == 1 ? List.of(first)
                : List.of(first, new Launch(reduction, Dim.of(blocks), Dim.of(REDUCTION_THREADS), 0, List.copyOf(sums)));
    }
}
