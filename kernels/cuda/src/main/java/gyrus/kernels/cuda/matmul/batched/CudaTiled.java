package gyrus.kernels.cuda.matmul.batched;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.matmul.MatmulSpec;
import gyrus.kernels.matmul.batched.BatchedSpec;
import java.util.List;

/**
 * Computes each 16 x 16 tile of a result in a block, with the factors in shared memory. The z dimension of the grid counts the
 * products.
 */
public final class CudaTiled implements CudaKernel<BatchedSpec> {

    private static final int TILE = 16;
    private static final int MAX_PRODUCTS = 65_535; // of a grid's z at once

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "tiled.cu");
    }

    @Override
    public List<Launch> launches(BatchedSpec problem) {
        MatmulSpec each = problem.each();
        String kernel = "batched" + (each.transposeA() ? "T" : "N") + (each.transposeB() ? "T" : "N");
        Dim grid = new Dim(Math.ceilDiv(each.n(), TILE), Math.ceilDiv(each.m(), TILE), Math.min(problem.count(), MAX_PRODUCTS));
        return List.of(new Launch(kernel, grid, Dim.of(TILE, TILE), port(0), port(1), port(2), of(problem.count()), of(each.m()),
                of(each.n()), of(each.k()), of(each.accumulate())));
    }
}
