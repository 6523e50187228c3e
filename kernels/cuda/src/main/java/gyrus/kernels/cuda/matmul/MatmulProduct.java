package gyrus.kernels.cuda.matmul;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.gemm.CudaProduct;
import gyrus.kernels.cuda.gemm.Product;
import gyrus.kernels.cuda.gemm.ProductAlgorithm;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.matmul.MatmulSpec;
import java.util.List;
import java.util.Set;

/** The product as it is, by a kernel for each way the factors may lie. */
abstract class MatmulProduct extends CudaProduct<MatmulSpec> {

    private static final Set<Integer> WIDTHS = Set.of(64); // one for each way the factors may lie: four times the PTX of a pass

    MatmulProduct(ProductAlgorithm algorithm) {
        super(algorithm);
    }

    /** {@code matmulNT} where the second factor is transposed. */
    static String kernel(MatmulSpec problem) {
        return "matmul" + (problem.transposeA() ? "T" : "N") + (problem.transposeB() ? "T" : "N");
    }

    static List<Argument> arguments(MatmulSpec problem) {
        return List.of(port(0), port(1), port(2), of(problem.m()), of(problem.n()), of(problem.k()), of(problem.accumulate()));
    }

    @Override
    protected final Product product(MatmulSpec problem) {
        return new Product(kernel(problem), "joinPieces", problem.m(), problem.n(), problem.k(), WIDTHS, arguments(problem));
    }
}
