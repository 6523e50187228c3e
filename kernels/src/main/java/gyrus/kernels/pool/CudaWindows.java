package gyrus.kernels.pool;

import gyrus.kernels.cuda.Argument;

/** Max pooling's problem as the structure of {@code windows.cuh}. */
public final class CudaWindows {

    private CudaWindows() {}

    public static Argument of(PoolSpec problem) {
        return new Argument.Ints(problem.input().h(), problem.input().w(), problem.input().pitch(),
                problem.output().h(), problem.output().w(), problem.output().pitch(),
                problem.input().c(), problem.size(), problem.stride());
    }
}
