package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Precision;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Ways to compute a matrix product by tiles, from the plainest to the fastest: the levels that all products share. */
public enum ProductAlgorithm {
    /** {@code tiled_product.cuh}: 16 x 16 in shared memory, an element per thread. */
    TILED("tiled.cu", Precision.FLOAT32, 75, new ProductTiles(16, 16, 16, Dim.of(16, 16), 0)),
    /** {@code pipelined_product.cuh}: wide tiles that are on their way ahead of time. */
    PIPELINED("pipelined.cu", Precision.FLOAT32, 80, new ProductTiles(128, 32, 32, Dim.of(128), 3),
            new ProductTiles(128, 64, 32, Dim.of(128), 3), new ProductTiles(128, 128, 32, Dim.of(256), 3)),
    /** {@code pipelined_tensorcore_product.cuh}: the pipeline, multiplied on tensor cores. */
    PIPELINED_TENSORCORE_TF32("pipelined_tensorcore_tf32.cu", Precision.TF32, 80, pipelinedTensorcore()),
    PIPELINED_TENSORCORE_BF16("pipelined_tensorcore_bf16.cu", Precision.BF16, 80, pipelinedTensorcore());

    private final String source;
    private final Precision precision;
    private final int minCapability;
    private final List<ProductTiles> tiles;

    ProductAlgorithm(String source, Precision precision, int minCapability, ProductTiles... tiles) {
        this.source = source;
        this.precision = precision;
        this.minCapability = minCapability;
        this.tiles = List.of(tiles);
    }

    private static ProductTiles[] pipelinedTensorcore() {
        return new ProductTiles[] {new ProductTiles(128, 32, 32, Dim.of(128), 3), new ProductTiles(128, 64, 32, Dim.of(128), 3),
            new ProductTiles(128, 128, 32, Dim.of(128), 3)};
    }

    String source() {
        return source;
    }

    Precision precision() {
        return precision;
    }

    int minCapability() {
        return minCapability;
    }

    /**
     * Returns the tiles with the fewest padding columns; ties go to the widest.
     *
     * @param compiled the widths that the op's sources are compiled for; an algorithm with one kind of tiles has that kind for all ops
     */
    ProductTiles tiles(int resultColumns, Set<Integer> compiled) {
        return tiles.stream().filter(each -> tiles.size() == 1 || compiled.contains(each.columns())).min(Comparator.<ProductTiles>comparingInt(each -> each.computedColumns(resultColumns))
                .thenComparing(ProductTiles::columns, Comparator.reverseOrder())).orElseThrow();
    }

    /** The kernel for those tiles; where an algorithm has several, their width stands behind the name. */
    String kernel(String name, ProductTiles chosen) {
        return tiles.size() == 1 ? name : name + chosen.columns();
    }
}
