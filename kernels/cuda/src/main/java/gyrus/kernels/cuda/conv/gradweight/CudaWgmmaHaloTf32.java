package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaBoxes;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.conv.PackedImage;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.List;

/**
 * The gradient with respect to the weights by {@code wgmma} in TF32, on tiles of the input itself and of the gradient, which is
 * packed along pixels.
 */
public final class CudaWgmmaHaloTf32 extends WgmmaHaloProduct {

    private static final int HALVES = 2; // of a tile; the pixels of each fill a line of shared memory
    private static final Dim PACKING = Dim.of(32, 8); // channels, and pixels at a time

    /** Creates the kernel {@code wgmma_halo_tf32}. */
    public CudaWgmmaHaloTf32() {
        super(Precision.TF32);
    }

    @Override
    int gradientBytes(int columns) {
        return HALVES * columns * PackedImage.LINE;
    }

    @Override
    Factors factors(ConvSpec problem) {
        CudaBoxes tiles = tiles(problem);
        int channels = problem.output().c();
        int pixels = Math.multiplyExact(tiles.count(), PIXELS);
        Launch packing = new Launch("packTiles", Dim.of(tiles.count(), Math.ceilDiv(channels, PACKING.x())), PACKING,
                GRADIENT, scratch(), tiles.argument(), CudaGeometry.of(problem));
        return new HaloTileFactors(input(problem), tiles, packing,
                columns -> Argument.TensorMap.dense(0, Float.BYTES, List.of(pixels, channels, 1),
                        List.of(PIXELS / HALVES, columns, 1)),
                PackedImage.aligned((long) Float.BYTES * pixels * channels));
    }
}
