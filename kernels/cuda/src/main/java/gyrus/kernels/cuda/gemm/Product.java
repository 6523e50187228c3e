package gyrus.kernels.cuda.gemm;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A matrix product as {@code product.cuh} computes it: a block for each tile of the result. If tiles are few and K is large, K is
 * cut into slices (split-K) to occupy the whole GPU, and a second launch reduces the partial sums of the slices in order. The cut
 * depends on the problem alone.
 *
 * @param kernel the name of the kernels without the width of their tiles
 * @param reduce the name of the kernel that reduces partial sums
 * @param rows the rows of the result
 * @param columns the columns of the result
 * @param k the number of products that each element of the result sums
 * @param arguments the arguments that the kernels share; the partial sums and the length of a K slice follow them
 */
public record Product(String kernel, String reduce, int rows, int columns, int k, List<Argument> arguments) {

    private static final int THREADS = 256;
    private static final int BLOCKS = 264; // to aim at: two for each multiprocessor of an H100
    private static final int MIN_SLICE = 256; // of K

    /** Creates a product whose partial sums are reduced by {@code reduceSplitK}. */
    public Product(String kernel, int rows, int columns, int k, List<Argument> arguments) {
        this(kernel, "reduceSplitK", rows, columns, k, arguments);
    }

    private int slice(ProductTiles tiles) {
        int slices = Math.max(1, BLOCKS / tiles.grid(rows, columns).count());
        int slice = Math.max(MIN_SLICE, Math.ceilDiv(k, slices));
        return Math.ceilDiv(slice, tiles.depth()) * tiles.depth();
    }

    private int slices(ProductTiles tiles) {
        return Math.ceilDiv(k, slice(tiles));
    }

    List<Launch> launches(ProductLevel level, Set<Integer> widths) {
        ProductTiles tiles = level.tiles(columns, widths);
        boolean isSplit = slices(tiles) > 1;
        List<Argument> all = new ArrayList<>(arguments);
        all.add(isSplit ? scratch() : new Argument.Null());
        all.add(of(slice(tiles)));
        Dim grid = tiles.grid(rows, columns);
        Launch product = new Launch(kernel + tiles.columns(), new Dim(grid.x(), grid.y(), slices(tiles)), tiles.block(),
                tiles.sharedBytes(), List.copyOf(all));
        Launch reduction = new Launch(reduce, Dim.of(Math.ceilDiv(rows * columns, THREADS)), Dim.of(THREADS), 0, List.copyOf(all));
        return isSplit ? List.of(product, reduction) : List.of(product);
    }

    long scratchBytes(ProductLevel level, Set<Integer> widths) {
        int slices = slices(level.tiles(columns, widths));
        return slices == 1 ? 0 : 4L * rows * columns * slices;
    }
}
