package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import java.util.List;

/**
 * Matrix products of one size by the pipelined tiles in one launch; the z dimension of the grid counts the products.
 *
 * @param kernel the name of the kernel without the width of its tiles
 * @param rows the rows of each result
 * @param columns the columns of each result
 */
public record BatchedProduct(String kernel, int rows, int columns) {

    /** Ten times the lowest compute capability that the tiles run on. */
    public static final int MIN_CAPABILITY = ProductLevel.PIPELINED.minCapability();

    private ProductTiles tiles() {
        return ProductLevel.PIPELINED.tiles(columns, ProductOp.ALL_WIDTHS);
    }

    /** Returns the number of blocks of one product. */
    public int blocks() {
        return tiles().grid(rows, columns).count();
    }

    /** Returns the launch of a number of products. */
    public Launch launch(int products, List<Argument> arguments) {
        Dim grid = tiles().grid(rows, columns);
        return new Launch(kernel + tiles().columns(), new Dim(grid.x(), grid.y(), products),
                tiles().block(), tiles().sharedBytes(), arguments);
    }
}
