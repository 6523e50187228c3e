package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The levels of a tiled matrix product, from the simplest to the fastest. One row here and one {@code .cuh} file form a level,
 * which serves the three passes of a convolution and matmul. The header {@code NAME_product.cuh} defines a template {@code
 * nameProduct}. Its last parameter is the width of the tiles; if the factors are rounded, their format is the parameter before.
 */
public enum ProductLevel {
    /** 16 x 16 results in shared memory, one per thread. */
    TILED("tiled", Precision.FLOAT32, 75, new ProductTiles(16, 16, 16, Dim.of(16, 16), 0)),
    /** Wide tiles that are loaded ahead of time. */
    PIPELINED("pipelined", Precision.FLOAT32, 80, new ProductTiles(128, 32, 32, Dim.of(128), 3),
            new ProductTiles(128, 64, 32, Dim.of(128), 3), new ProductTiles(128, 128, 32, Dim.of(256), 3)),
    /** The pipeline, multiplied on tensor cores. */
    PIPELINED_TENSORCORE_TF32("pipelined_tensorcore", Precision.TF32, 80, pipelinedTensorcore()),
    PIPELINED_TENSORCORE_BF16("pipelined_tensorcore", Precision.BF16, 80, pipelinedTensorcore());

    private final String header;
    private final Precision precision;
    private final int minCapability;
    private final List<ProductTiles> tiles;

    ProductLevel(String header, Precision precision, int minCapability, ProductTiles... tiles) {
        this.header = header;
        this.precision = precision;
        this.minCapability = minCapability;
        this.tiles = List.of(tiles);
    }

    private static ProductTiles[] pipelinedTensorcore() {
        return new ProductTiles[] {new ProductTiles(128, 32, 32, Dim.of(128), 3), new ProductTiles(128, 64, 32, Dim.of(128), 3),
            new ProductTiles(128, 128, 32, Dim.of(128), 3)};
    }

    /** Returns the kernel's name: {@code pipelined_tensorcore_tf32}. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String header() {
        return header + "_product.cuh";
    }

    Precision precision() {
        return precision;
    }

    int minCapability() {
        return minCapability;
    }

    /**
     * Returns the tiles that an op has at this level.
     *
     * @param widths those that the op's sources are compiled for; a level with one width has that one for all ops
     */
    List<ProductTiles> tiles(Set<Integer> widths) {
        return tiles.stream().filter(each -> tiles.size() == 1 || widths.contains(each.columns())).toList();
    }

    /** Returns the tiles for a result of some columns. */
    ProductTiles tiles(int resultColumns, Set<Integer> widths) {
        int width = TileWidth.of(resultColumns, tiles(widths).stream().mapToInt(ProductTiles::columns).toArray());
        return tiles(widths).stream().filter(each -> each.columns() == width).findFirst().orElseThrow();
    }
}
