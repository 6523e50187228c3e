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
 * A matrix product as {@code product.cuh} computes it: a block for each tile of the result. Where tiles are few and terms many,
 * the terms are cut into pieces, so that there is work for a whole GPU, and a second launch joins the pieces' sums in order. The
 * cut follows from the problem alone.
 *
 * @param kernel its name, to which an algorithm with several kinds of tiles adds their width
 * @param join the name of the kernel that joins
 * @param terms of each element of the result
 * @param widths the columns of tiles that the op's sources are compiled for
 * @param arguments what its kernels take; behind them stand the pieces' sums and the terms of a piece
 */
public record Product(String kernel, String join, int rows, int columns, int terms, Set<Integer> widths,
        List<Argument> arguments) {

    /** All widths that algorithms with several kinds of tiles have. */
    public static final Set<Integer> ALL_WIDTHS = Set.of(32, 64, 128);

    private static final int THREADS = 256;
    private static final int BLOCKS = 264; // to aim at: two for each multiprocessor of an H100
    private static final int MIN_TERMS = 256; // of a piece

    /** Of the one kind that its op has. */
    public Product(String kernel, int rows, int columns, int terms, List<Argument> arguments) {
        this(kernel, "joinPieces", rows, columns, terms, ALL_WIDTHS, arguments);
    }

    private int piece(ProductTiles tiles) {
        int wanted = Math.max(1, BLOCKS / tiles.grid(rows, columns).count());
        int piece = Math.max(MIN_TERMS, Math.ceilDiv(terms, wanted));
        return Math.ceilDiv(piece, tiles.depth()) * tiles.depth();
    }

    private int pieces(ProductTiles tiles) {
        return Math.ceilDiv(terms, piece(tiles));
    }

    List<Launch> launches(ProductAlgorithm algorithm) {
        ProductTiles tiles = algorithm.tiles(columns, widths);
        boolean cut = pieces(tiles) > 1;
        List<Argument> all = new ArrayList<>(arguments);
        all.add(cut ? scratch() : new Argument.Null());
        all.add(of(piece(tiles)));
        Dim grid = tiles.grid(rows, columns);
        Launch product = new Launch(algorithm.kernel(kernel, tiles), new Dim(grid.x(), grid.y(), pieces(tiles)), tiles.block(),
                tiles.sharedBytes(), List.copyOf(all));
        Launch joined = new Launch(join, Dim.of(Math.ceilDiv(rows * columns, THREADS)), Dim.of(THREADS), 0, List.copyOf(all));
        return cut ? List.of(product, joined) : List.of(product);
    }

    long scratchBytes(ProductAlgorithm algorithm) {
        int pieces = pieces(algorithm.tiles(columns, widths));
        return pieces == 1 ? 0 : 4L * rows * columns * pieces;
    }
}
