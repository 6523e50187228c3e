package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.gemm.Product;
import java.util.List;

/**
 * Describes the gradient with respect to the weights as a matrix product that gathers the image on the fly: a row for each tap and
 * input channel, with a term of K for each output pixel.
 */
public final class GradWeightProduct {

    private GradWeightProduct() {}

    /** Returns the tiled product of a problem. */
    public static Product of(ConvSpec problem) {
        return new Product("convGradWeight", problem.filter().taps() * CudaGeometry.padded(problem.input().c()),
                problem.output().c(), Math.toIntExact(problem.output().pixels()),
                List.of(port(0), port(1), port(2), CudaGeometry.of(problem)));
    }
}
