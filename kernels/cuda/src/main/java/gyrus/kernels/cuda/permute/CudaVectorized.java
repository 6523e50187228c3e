package gyrus.kernels.cuda.permute;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Nest;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.permute.PermuteSpec;
import java.util.List;

/**
 * Copies four elements in each turn of a thread's grid-stride loop if the innermost axis stays innermost, else one element per
 * thread with strided reads.
 */
public final class CudaVectorized implements CudaKernel<PermuteSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(PermuteSpec problem) {
        LoopNest nest = LoopNest.permuted(problem.x(), problem.y(), problem.axes());
        Rectangle area = new Rectangle(Math.toIntExact(nest.rows()), Math.toIntExact(nest.columns()));
        return List.of(new Launch("permute", area.float4Grid(), area.float4Block(), port(0), port(1), of(area.rows()),
                of(area.columns()), Nest.outer(nest, 0, 1), of(problem.accumulate())));
    }
}
