package gyrus.kernels.cuda.gemm;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import java.util.ArrayList;
import java.util.List;

/**
 * The launches of a matrix product on Hopper GPUs by the pipeline of {@code box_pipeline.cuh}: a producer warp loads boxes of both
 * factors by TMA while consumer warps multiply the boxes that have arrived.
 *
 * <p>Each block computes one tile of the result in a sequence of steps along K. If there are too few tiles for the GPU, the steps
 * are cut into slices (split-K): each block then computes one slice of one tile, and a second launch sums the slices. The cut
 * depends on the problem alone.
 *
 * @param tiles the result's tiles: x is the number of tiles that its rows are cut into, y the number that its columns are cut into
 * @param steps the number of steps along K for one tile
 * @param leastSteps the smallest number of steps in a slice
 * @param stageBytes the shared memory of all pipeline stages together, in bytes
 * @param consumerThreads the number of threads in the consumer warps of a block; the producer warp comes on top
 */
public record BoxPipeline(Dim tiles, int steps, int leastSteps, int stageBytes, int consumerThreads) {

    /** The compute capability of Hopper GPUs, times ten. */
    public static final int CAPABILITY = 90;

    /** The consumer threads for a tile of 128 rows: two groups of four warps, each of which multiplies 64 rows. */
    public static final int TWO_GROUPS = 256;

    private static final int WARP = 32;
    private static final int BOUNDARY = 1024; // bytes; the alignment of boxes in shared memory
    private static final int BLOCKS = 132; // the number of blocks to aim at: one for each multiprocessor of an H100
    private static final int REDUCTION_THREADS = 256;

    /** Rounds a size in bytes up to a multiple of 1024, the alignment of boxes in shared memory. */
    public static int toBoundary(int bytes) {
        return Math.ceilDiv(bytes, BOUNDARY) * BOUNDARY;
    }

    /** Returns the number of steps in a slice. */
    private int slice() {
        return Math.max(leastSteps, Math.ceilDiv(steps, Math.max(1, BLOCKS / tiles.count())));
    }

    /** Returns the number of slices of each tile; 1 means that no second launch is needed. */
    public int slices() {
        return Math.ceilDiv(steps, slice());
    }

    /**
     * Returns the launch of the product and, if there are several slices, the launch that sums them.
     *
     * <p>Both kernels take the common arguments, then the number of steps, the address of the partial sums (null for one slice) and
     * the number of steps in a slice. The product takes the boxes before these.
     *
     * @param product the name of the kernel that multiplies
     * @param reduction the name of the kernel that sums the slices
     * @param elements the number of partial sums in one slice
     * @param partialAt the offset of the partial sums in scratch memory, in bytes
     * @param boxes the arguments that only the product takes, such as tensor maps
     * @param arguments the arguments that both kernels take
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
