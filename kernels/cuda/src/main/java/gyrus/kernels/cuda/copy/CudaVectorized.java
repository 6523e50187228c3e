package gyrus.kernels.cuda.copy;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.copy.BoxCopySpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import java.util.List;

/** Computes four elements in each turn of a thread's grid-stride loop. */
public final class CudaVectorized implements CudaKernel<BoxCopySpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(BoxCopySpec problem) {
        Rectangle area = Rectangle.of(problem.from(), problem.to());
        return List.of(new Launch("copy", area.float4Grid(), area.float4Block(),
                port(0), port(1), of(area.rows()), of(area.columns()),
                of(problem.from().pitch()), of(problem.to().pitch()), of(problem.accumulate())));
    }
}
