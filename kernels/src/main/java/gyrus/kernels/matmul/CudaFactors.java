package gyrus.kernels.matmul;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Launch;

/** The launch that all variants share: the factors by their steps, as {@code product.cuh} reads them. */
final class CudaFactors {

    private CudaFactors() {}

    static Launch launch(MatmulSpec problem, Dim grid, Dim block) {
        int m = problem.m();
        int n = problem.n();
        int k = problem.k();
        return new Launch("matmul", grid, block, port(0), port(1), port(2), of(m), of(n), of(k),
                of(problem.transposeA() ? 1 : k), of(problem.transposeA() ? m : 1),
                of(problem.transposeB() ? 1 : n), of(problem.transposeB() ? k : 1), of(problem.accumulate()));
    }
}
