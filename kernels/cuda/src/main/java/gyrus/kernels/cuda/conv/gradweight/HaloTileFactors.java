package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.conv.CudaBoxes;
import gyrus.kernels.cuda.conv.HaloImage;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Launch;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The factors of the gradient with respect to the weights: tiles of the input itself, and tiles of the packed gradient.
 *
 * @param input the input
 * @param tiles the cut of both factors
 * @param gradientPacking the launch that packs the gradient
 * @param gradients the tensor map of the packed gradient, for a number of columns of a tile
 * @param end the offset after the packed gradient in scratch memory
 */
record HaloTileFactors(HaloImage input, CudaBoxes tiles, Launch gradientPacking, IntFunction<Argument> gradients, long end)
        implements WgmmaProduct.Factors {

    @Override
    public int steps() {
        return tiles.count();
    }

    @Override
    public List<Launch> packing() {
        return List.of(gradientPacking);
    }

    @Override
    public List<Argument> boxes(int columns) {
        return List.of(input.map(tiles), gradients.apply(columns), port(input.port()), tiles.argument());
    }
}
