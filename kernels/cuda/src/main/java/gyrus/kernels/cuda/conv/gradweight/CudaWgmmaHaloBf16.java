package gyrus.kernels.cuda.conv.gradweight;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaBoxes;
import gyrus.kernels.cuda.conv.PackedImage;
import gyrus.kernels.cuda.launch.Precision;

/**
 * The gradient with respect to the weights by {@code wgmma} in bfloat16, on tiles of the input itself and of the gradient, which
 * is packed pixel by pixel.
 */
public final class CudaWgmmaHaloBf16 extends WgmmaHaloProduct {

    /** Creates the kernel {@code wgmma_halo_bf16}. */
    public CudaWgmmaHaloBf16() {
        super(Precision.BF16);
    }

    @Override
    int gradientBytes(int columns) {
        return PIXELS * PackedImage.LINE;
    }

    @Override
    Factors factors(ConvSpec problem) {
        CudaBoxes tiles = tiles(problem);
        PackedImage gradients = new PackedImage(problem.output(), numberBytes(), 0);
        return new HaloTileFactors(input(problem), tiles, gradients.packing(GRADIENT), columns -> gradients.map(tiles),
                gradients.end());
    }
}
