package gyrus.kernels.cuda.pool.forward;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.cuda.pool.CudaWindows;
import gyrus.kernels.pool.PoolSpec;
import java.util.List;

/** Computes four channels of an output pixel in each turn of a thread's grid-stride loop. */
public final class CudaVectorized implements CudaKernel<PoolSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(PoolSpec problem) {
        int pixels = Math.toIntExact(problem.output().pixels());
        Rectangle area = new Rectangle(pixels, problem.output().c());
        String kernel = problem.size() == 2 ? "maxPoolTwoByTwo" : "maxPool";
        return List.of(new Launch(kernel, area.float4Grid(), area.float4Block(),
                port(0), port(1), of(pixels), CudaWindows.of(problem)));
    }
}
