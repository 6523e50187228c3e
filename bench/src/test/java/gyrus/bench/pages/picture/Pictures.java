package gyrus.bench.pages.picture;

import java.util.Map;
import java.util.TreeMap;

/** The drawings of {@code docs}. */
public final class Pictures {

    private Pictures() {}

    /** Returns the SVG of every drawing, by its path below the checkout. */
    public static Map<String, String> all() {
        return new TreeMap<>(Map.of(
                "docs/images/tape.svg", TapePicture.svg(),
                "docs/images/summation-tree.svg", SummationTreePicture.svg(),
                "docs/images/winograd.svg", WinogradPicture.svg(),
                "docs/images/product-tiles.svg", ProductTilesPicture.svg(),
                "docs/images/pool.svg", PoolPicture.svg(),
                "docs/images/transposed-convolution.svg", TransposedConvolutionPicture.svg(),
                "docs/images/dense-block.svg", DenseBlockPicture.svg(),
                "docs/images/error-bound.svg", ErrorBoundPicture.svg()));
    }
}
