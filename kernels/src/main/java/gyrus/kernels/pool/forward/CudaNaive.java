package gyrus.kernels.pool.forward;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Rectangle;
import gyrus.kernels.pool.CudaWindows;
import gyrus.kernels.pool.PoolSpec;
import java.util.List;

/** An output element per thread. */
public final class CudaNaive implements CudaKernel<PoolSpec> {

    @Override
    public String source() {
        return "naive.cu";
    }

    @Override
    public List<Launch> launches(PoolSpec problem) {
        int pixels = Math.toIntExact(problem.output().pixels());
        Rectangle area = new Rectangle(pixels, problem.output().c());
        return List.of(new Launch("maxPool", area.grid(), area.block(), port(0), port(1), of(pixels), CudaWindows.of(problem)));
    }
}
