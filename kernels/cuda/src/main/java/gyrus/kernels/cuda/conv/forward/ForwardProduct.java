package gyrus.kernels.cuda.conv.forward;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.gemm.CudaProduct;
import gyrus.kernels.cuda.gemm.Product;
import gyrus.kernels.cuda.gemm.ProductAlgorithm;
import java.util.List;

/** A matrix product that gathers the image as it goes: a row for each output pixel, a term for each tap and input channel. */
abstract class ForwardProduct extends CudaProduct<ConvSpec> {

    ForwardProduct(ProductAlgorithm algorithm) {
        super(algorithm);
    }

    @Override
    protected final Product product(ConvSpec problem) {
        return new Product("convForward", Math.toIntExact(problem.output().pixels()), problem.output().c(),
                problem.filter().taps() * CudaGeometry.inFours(problem.input().c()),
                List.of(port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem)));
    }
}
