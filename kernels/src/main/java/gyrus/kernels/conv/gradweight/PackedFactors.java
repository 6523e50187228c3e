package gyrus.kernels.conv.gradweight;

import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaBoxes;
import gyrus.kernels.conv.PackedImage;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.Launch;
import java.util.List;

/**
 * Both images in bfloat16, box by box of the output's pixels.
 *
 * @param halo rows and columns that the input's boxes have beyond those
 */
record PackedFactors(PackedImage x, PackedImage dy, CudaBoxes boxes, int halo) implements WgmmaProduct.Factors {

    private static final int BYTES = 2; // of a number

    static PackedFactors of(ConvSpec problem, CudaBoxes boxes, int halo) {
        PackedImage x = new PackedImage(problem.input(), BYTES, 0);
        return new PackedFactors(x, new PackedImage(problem.output(), BYTES, x.end()), boxes, halo);
    }

    @Override
    public int steps() {
        return boxes.count();
    }

    @Override
    public List<Launch> packing() {
        return List.of(x.packing(port(0)), dy.packing(port(1)));
    }

    @Override
    public List<Argument> boxes(int columns) {
        return List.of(x.map(boxes, halo, halo), dy.map(boxes), port(0), boxes.argument());
    }

    @Override
    public long end() {
        return dy.end();
    }
}
