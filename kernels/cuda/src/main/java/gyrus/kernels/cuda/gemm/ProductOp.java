package gyrus.kernels.cuda.gemm;

import gyrus.kernels.Op;
import java.util.Set;
import java.util.function.Function;

/**
 * An op that is a matrix product.
 *
 * @param <S> the problem of the op
 * @param op the op
 * @param folder the folder of its {@code product.cuh}, which defines the factors and the result: {@code conv/forward}
 * @param widths the widths of tiles that it is compiled for, at levels that have several
 * @param products the product of a problem
 */
public record ProductOp<S>(Op<S> op, String folder, Set<Integer> widths, Function<S, Product> products) {

    /** All widths of tiles that levels have. */
    public static final Set<Integer> ALL_WIDTHS = Set.of(32, 64, 128);

    Product product(S problem) {
        return products.apply(problem);
    }
}
