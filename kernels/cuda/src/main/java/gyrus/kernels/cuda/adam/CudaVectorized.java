package gyrus.kernels.cuda.adam;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.adam.AdamSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import java.util.List;

/** Computes four elements in each turn of a thread's grid-stride loop; one launch updates all parameters. */
public final class CudaVectorized implements CudaKernel<AdamSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(AdamSpec problem) {
        Rectangle area = new Rectangle(1, problem.elements());
        return List.of(new Launch("adam", area.float4Grid(), area.float4Block(),
                port(0), port(1), port(2), port(3), port(4), port(5), of(problem.elements())));
    }
}
