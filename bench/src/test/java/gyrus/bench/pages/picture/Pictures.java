package gyrus.bench.pages.picture;

import java.util.Map;
import java.util.TreeMap;

/** The drawings of {@code docs}. */
public final class Pictures {

    private Pictures() {}

    /** Returns the SVG of every drawing, by its path below the checkout. */
    public static Map<String, String> all() {
        return new TreeMap<>(Map.ofEntries(
                Map.entry("docs/images/register-tile.svg", RegisterTilePicture.svg()),
                Map.entry("docs/images/im2col.svg", Im2colPicture.svg()),
                Map.entry("docs/images/pipeline.svg", PipelinePicture.svg()),
                Map.entry("docs/images/boxes.svg", BoxesPicture.svg()),
                Map.entry("docs/images/tape.svg", TapePicture.svg()),
                Map.entry("docs/images/summation-tree.svg", SummationTreePicture.svg()),
                Map.entry("docs/images/winograd.svg", WinogradPicture.svg()),
                Map.entry("docs/images/product-tiles.svg", ProductTilesPicture.svg()),
                Map.entry("docs/images/pool.svg", PoolPicture.svg()),
                Map.entry("docs/images/transposed-convolution.svg", TransposedConvolutionPicture.svg()),
                Map.entry("docs/images/dense-block.svg", DenseBlockPicture.svg()),
                Map.entry("docs/images/error-bound.svg", ErrorBoundPicture.svg())));
    }
}
