package gyrus.kernels.cuda.pool.gradient;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.Support;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.cuda.pool.CudaWindows;
import gyrus.kernels.pool.PoolSpec;
import java.util.List;

/** Computes four channels of a window in each turn of a thread's grid-stride loop, for windows that do not overlap. */
public final class CudaVectorized implements CudaKernel<PoolSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public Support supports(PoolSpec problem) {
        return problem.size() <= problem.stride() ? Support.yes() : Support.no("it needs windows without overlap, not " + problem);
    }

    @Override
    public List<Launch> launches(PoolSpec problem) {
        int windows = Math.toIntExact(problem.output().pixels());
        Rectangle area = new Rectangle(windows, problem.input().c());
        String kernel = problem.size() == 2 ? "maxPoolGradientTwoByTwo" : "maxPoolGradient";
        return List.of(new Launch(kernel, area.float4Grid(), area.float4Block(),
                port(0), port(1), port(2), of(windows), CudaWindows.of(problem), of(problem.accumulate())));
    }
}
