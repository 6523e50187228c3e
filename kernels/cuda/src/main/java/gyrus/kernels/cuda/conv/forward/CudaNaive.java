package gyrus.kernels.cuda.conv.forward;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import java.util.List;

/** Computes one result per thread, in a loop over K. */
public final class CudaNaive implements CudaKernel<ConvSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "naive.cu");
    }

    @Override
    public List<Launch> launches(ConvSpec problem) {
        Rectangle area = new Rectangle(Math.toIntExact(problem.output().pixels()), problem.output().c());
        return List.of(new Launch("convForward", area.grid(), area.block(),
                port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem)));
    }
}
