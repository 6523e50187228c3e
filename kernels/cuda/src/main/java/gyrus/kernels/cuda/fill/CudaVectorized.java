package gyrus.kernels.cuda.fill;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.fill.FillSpec;
import java.util.List;

/** Computes four elements in each turn of a thread's grid-stride loop. */
public final class CudaVectorized implements CudaKernel<FillSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(FillSpec problem) {
        Rectangle area = Rectangle.of(problem.y());
        return List.of(new Launch("fill", area.float4Grid(), area.float4Block(), port(0), of(area.rows()), of(area.columns()),
                of(problem.y().pitch()), of(problem.value())));
    }
}
