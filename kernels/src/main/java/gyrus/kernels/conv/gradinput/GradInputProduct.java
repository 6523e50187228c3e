package gyrus.kernels.conv.gradinput;

import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaGeometry;
import gyrus.kernels.cuda.CudaProduct;
import gyrus.kernels.cuda.Product;
import gyrus.kernels.cuda.ProductAlgorithm;
import java.util.List;

/** A matrix product that gathers the gradient as it goes: a row for each input pixel, a term for each tap and output channel. */
abstract class GradInputProduct extends CudaProduct<ConvSpec> {

    GradInputProduct(ProductAlgorithm algorithm) {
        super(algorithm);
    }

    @Override
    protected final Product product(ConvSpec problem) {
        return new Product("convGradInput", Math.toIntExact(problem.input().pixels()), problem.input().c(),
                problem.filter().taps() * CudaGeometry.inFours(problem.output().c()),
                List.of(port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem)));
    }
}
