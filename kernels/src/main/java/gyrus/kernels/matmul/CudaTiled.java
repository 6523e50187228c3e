package gyrus.kernels.matmul;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.ProductTiles;
import java.util.List;

/** By tiles in shared memory. */
public final class CudaTiled implements CudaKernel<MatmulSpec> {

    @Override
    public String source() {
        return "tiled.cu";
    }

    @Override
    public List<Launch> launches(MatmulSpec problem) {
        ProductTiles tiles = ProductTiles.SHARED;
        return List.of(CudaFactors.launch(problem, tiles.grid(problem.m(), problem.n()), tiles.block()));
    }

    @Override
    public int rank(MatmulSpec problem) {
        return 20;
    }
}
