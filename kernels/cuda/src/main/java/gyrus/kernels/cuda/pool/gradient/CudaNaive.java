package gyrus.kernels.cuda.pool.gradient;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.cuda.pool.CudaWindows;
import gyrus.kernels.pool.PoolSpec;
import java.util.List;

/** Computes one input element per thread, which searches every window over it. */
public final class CudaNaive implements CudaKernel<PoolSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "naive.cu");
    }

    @Override
    public List<Launch> launches(PoolSpec problem) {
        int pixels = Math.toIntExact(problem.input().pixels());
        Rectangle area = new Rectangle(pixels, problem.input().c());
        return List.of(new Launch("maxPoolGradient", area.grid(), area.block(),
                port(0), port(1), port(2), of(pixels), CudaWindows.of(problem), of(problem.accumulate())));
    }
}
