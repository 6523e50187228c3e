package gyrus.kernels.cuda.loss.gradient;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.loss.CrossEntropySpec;
import java.util.List;

/** Computes four elements in each turn of a thread's grid-stride loop. */
public final class CudaVectorized implements CudaKernel<CrossEntropySpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(CrossEntropySpec problem) {
        Rectangle area = new Rectangle(1, problem.elements());
        return List.of(new Launch("gradient", area.float4Grid(), area.float4Block(),
                port(0), port(1), port(2), port(3), of(problem.elements()), of(problem.accumulate())));
    }
}
