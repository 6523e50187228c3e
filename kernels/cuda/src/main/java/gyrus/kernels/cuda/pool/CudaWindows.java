package gyrus.kernels.cuda.pool;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Divisor;
import gyrus.kernels.pool.PoolSpec;

/** Max pooling's problem as the structure of {@code windows.cuh}. */
public final class CudaWindows {

    private CudaWindows() {}

    public static Argument of(PoolSpec problem) {
        int[] rows = Divisor.of(problem.output().h());
        int[] columns = Divisor.of(problem.output().w());
        return new Argument.Ints(problem.input().h(), problem.input().w(), problem.input().pitch(),
                rows[0], rows[1], rows[2], columns[0], columns[1], columns[2], problem.output().pitch(),
                problem.input().c(), problem.size(), problem.stride());
    }
}
