package gyrus.kernels.cuda.conv.forward;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.gemm.Product;
import java.util.List;

/**
 * Describes the forward pass as a matrix product that gathers the image on the fly: a row for each output pixel, with a term of K
 * for each tap and input channel.
 */
public final class ForwardProduct {

    private ForwardProduct() {}

    /** Returns the tiled product of a problem. */
    public static Product of(ConvSpec problem) {
        return new Product("convForward", Math.toIntExact(problem.output().pixels()), problem.output().c(),
                problem.filter().taps() * CudaGeometry.padded(problem.input().c()),
                List.of(port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem)));
    }
}
