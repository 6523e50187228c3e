package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import java.util.List;

/** Computes one weight per thread, in a loop over all pixels. */
public final class CudaNaive implements CudaKernel<ConvSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "naive.cu");
    }

    @Override
    public List<Launch> launches(ConvSpec problem) {
        Rectangle area = new Rectangle(problem.filter().taps() * problem.input().c(), problem.output().c());
        return List.of(new Launch("convGradWeight", area.grid(), area.block(),
                port(0), port(1), port(2), CudaGeometry.of(problem)));
    }
}
