package gyrus.kernels.matmul;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.ProductTiles;
import java.util.List;

/** By tiles in shared memory and in registers. */
public final class CudaRegisters implements CudaKernel<MatmulSpec> {

    @Override
    public String source() {
        return "registers.cu";
    }

    @Override
    public List<Launch> launches(MatmulSpec problem) {
        ProductTiles tiles = ProductTiles.REGISTERS;
        return List.of(CudaFactors.launch(problem, tiles.grid(problem.m(), problem.n()), tiles.block()));
    }

    @Override
    public int rank(MatmulSpec problem) {
        return 30;
    }
}
