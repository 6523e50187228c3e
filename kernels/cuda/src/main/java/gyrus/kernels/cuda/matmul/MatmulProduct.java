package gyrus.kernels.cuda.matmul;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.gemm.Product;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.matmul.MatmulSpec;
import java.util.List;

/** Describes a matrix product with a kernel for each transposition of its factors. */
public final class MatmulProduct {

    private MatmulProduct() {}

    /** Returns the name of the kernel, such as {@code matmulNT} if the second factor is transposed. */
    static String kernel(MatmulSpec problem) {
        return "matmul" + (problem.transposeA() ? "T" : "N") + (problem.transposeB() ? "T" : "N");
    }

    static List<Argument> arguments(MatmulSpec problem) {
        return List.of(port(0), port(1), port(2), Argument.of(problem.m()), Argument.of(problem.n()), Argument.of(problem.k()),
                Argument.of(problem.accumulate()));
    }

    /** Returns the tiled product of a problem. */
    public static Product of(MatmulSpec problem) {
        return new Product(kernel(problem), problem.m(), problem.n(), problem.k(), arguments(problem));
    }
}
