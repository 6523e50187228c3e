package gyrus.kernels.cuda.gemm;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import java.util.ArrayList;
import java.util.List;

/**
 * How a product on Hopper is launched, as {@code box_pipeline.cuh} runs it: a block for each tile, or for each piece of the steps
 * that lead to a tile where tiles are few, and then a launch that joins the pieces.
 *
 * @param tiles of the result, along rows and along columns
 * @param steps in which boxes are brought one after the other
 * @param leastSteps of a piece
 * @param stageBytes of all boxes that are under way or multiplied at a time
 * @param multipliers threads; those that bring boxes come on top
 */
public record BoxPipeline(Dim tiles, int steps, int leastSteps, int stageBytes, int multipliers) {

    /** Hopper's, times ten. */
    public static final int CAPABILITY = 90;

    /** Threads that multiply a tile of 128 rows. */
    public static final int TWO_GROUPS = 256;

    private static final int WARP = 32;
    private static final int BOUNDARY = 1024; // bytes
    private static final int BLOCKS = 132; // to aim at: one for each multiprocessor of an H100
    private static final int JOINING = 256; // threads

    /** Of widths in falling order that which computes the fewest columns in vain, the widest if there are several. */
    public static int width(int columns, int... widths) {
        int best = widths[0];
        for (int width : widths) {
            best = Math.ceilDiv(columns, width) * width < Math.ceilDiv(columns, best) * best ? width : best;
        }
        return best;
    }

    /** Bytes up to where the next box may begin. */
    public static int toBoundary(int bytes) {
        return Math.ceilDiv(bytes, BOUNDARY) * BOUNDARY;
    }

    private int piece() {
        return Math.max(leastSteps, Math.ceilDiv(steps, Math.max(1, BLOCKS / tiles.count())));
    }

    public int pieces() {
        return Math.ceilDiv(steps, piece());
    }

    /**
     * @param elements of the result, as they are counted in pieces
     * @param partialAt where in scratch memory the pieces' sums lie
     * @param boxes what the product alone takes
     * @param arguments what the joining takes, too; behind them stand the steps, the pieces' sums and the steps of a piece
     */
    public List<Launch> launches(String product, String join, long elements, long partialAt, List<Argument> boxes,
            List<Argument> arguments) {
        List<Argument> sums = new ArrayList<>(arguments);
        sums.addAll(List.of(of(steps), pieces() == 1 ? new Argument.Null() : scratch(partialAt), of(piece())));
        List<Argument> all = new ArrayList<>(boxes);
        all.addAll(sums);
        Dim grid = new Dim(tiles.x(), tiles.y(), pieces());
        Launch first = new Launch(product, grid, Dim.of(multipliers + WARP), stageBytes + BOUNDARY, List.copyOf(all));
        int blocks = Math.toIntExact(Math.ceilDiv(elements, (long) JOINING));
        return pieces() == 1 ? List.of(first)
                : List.of(first, new Launch(join, Dim.of(blocks), Dim.of(JOINING), 0, List.copyOf(sums)));
    }
}
