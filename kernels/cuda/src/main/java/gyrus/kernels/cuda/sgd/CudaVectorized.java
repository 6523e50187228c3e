package gyrus.kernels.cuda.sgd;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.sgd.SgdSpec;
import java.util.List;

/** Computes four elements in each turn of a thread's grid-stride loop; one launch updates all parameters. */
public final class CudaVectorized implements CudaKernel<SgdSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(SgdSpec problem) {
        Rectangle area = new Rectangle(1, problem.elements());
        return List.of(new Launch("sgd", area.float4Grid(), area.float4Block(),
                port(0), port(1), port(2), port(3), port(4), of(problem.elements())));
    }
}
