package gyrus.kernels.cuda.gather.forward;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.gather.GatherSpec;
import java.util.List;

/** Copies four elements of a row in each turn of a thread's grid-stride loop. */
public final class CudaVectorized implements CudaKernel<GatherSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(GatherSpec problem) {
        Rectangle area = new Rectangle(problem.indices(), problem.width());
        return List.of(new Launch("gather", area.float4Grid(), area.float4Block(), port(0), port(1), port(2), of(problem.entries()),
                of(area.rows()), of(area.columns()), of(problem.pitch()), of(problem.accumulate())));
    }
}
