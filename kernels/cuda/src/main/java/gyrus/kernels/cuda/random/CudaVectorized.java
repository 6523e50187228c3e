package gyrus.kernels.cuda.random;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.random.RandomSpec;
import gyrus.kernels.random.RandomSpec.Distribution;
import java.util.List;

/** A block of four numbers per thread and turn; uniform numbers are the definition's, bit for bit. */
public final class CudaVectorized implements CudaKernel<RandomSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(RandomSpec problem) {
        Rectangle area = Rectangle.of(problem.y());
        String kernel = problem.distribution() == Distribution.UNIFORM ? "uniform" : "normal";
        return List.of(new Launch(kernel, area.float4Grid(), area.float4Block(),
                port(0), port(1), of(area.rows()), of(area.columns()), of(problem.y().pitch())));
    }
}
