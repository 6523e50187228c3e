package gyrus.kernels.matmul;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Precision;
import gyrus.kernels.cuda.ProductTiles;
import java.util.List;

/** On tensor cores, in TF32. */
public final class CudaTensorcore implements CudaKernel<MatmulSpec> {

    @Override
    public String source() {
        return "tensorcore.cu";
    }

    @Override
    public Precision precision() {
        return Precision.TF32;
    }

    @Override
    public List<Launch> launches(MatmulSpec problem) {
        ProductTiles tiles = ProductTiles.TENSORCORE;
        return List.of(CudaFactors.launch(problem, tiles.grid(problem.m(), problem.n()), tiles.block()));
    }

    @Override
    public int rank(MatmulSpec problem) {
        return 40;
    }
}
