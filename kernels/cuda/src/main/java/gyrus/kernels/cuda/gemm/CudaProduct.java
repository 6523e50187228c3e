package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.List;

/** A variant that is a matrix product: its class names the algorithm, the op's class between the two says of what. */
public abstract class CudaProduct<S> implements CudaKernel<S> {

    private final ProductAlgorithm algorithm;

    protected CudaProduct(ProductAlgorithm algorithm) {
        this.algorithm = algorithm;
    }

    protected abstract Product product(S problem);

    @Override
    public final String source() {
        return algorithm.source();
    }

    @Override
    public final Precision precision() {
        return algorithm.precision();
    }

    @Override
    public final int minCapability() {
        return algorithm.minCapability();
    }

    @Override
    public final List<Launch> launches(S problem) {
        return product(problem).launches(algorithm);
    }

    @Override
    public final long scratchBytes(S problem) {
        return product(problem).scratchBytes(algorithm);
    }
}
