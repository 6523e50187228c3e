package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import java.util.List;

/**
 * Matrix products of one size by the pipelined tiles, all in one launch: the grid's z counts them.
 *
 * @param kernel its name, to which the tiles' width is added
 */
public record BatchedProduct(String kernel, int rows, int columns) {

    /** Ten times the least compute capability that the tiles run on. */
    public static final int MIN_CAPABILITY = ProductLevel.PIPELINED.minCapability();

    private ProductTiles tiles() {
        return ProductLevel.PIPELINED.tiles(columns, ProductOp.ALL_WIDTHS);
    }

    /** Returns the number of blocks of one product. */
    public int blocks() {
        return tiles().grid(rows, columns).count();
    }

    public Launch launch(int products, List<Argument> arguments) {
        Dim grid = tiles().grid(rows, columns);
        return new Launch(kernel + tiles().columns(), new Dim(grid.x(), grid.y(), products),
                tiles().block(), tiles().sharedBytes(), arguments);
    }
}
