package gyrus.kernels.fill;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Rectangle;
import java.util.List;

/** Four elements per thread and turn. */
public final class CudaVectorized implements CudaKernel<FillSpec> {

    @Override
    public String source() {
        return "vectorized.cu";
    }

    @Override
    public List<Launch> launches(FillSpec problem) {
        Rectangle area = Rectangle.of(problem.y());
        return List.of(new Launch("fill", area.gridInFours(), area.blockInFours(), port(0), of(area.rows()), of(area.columns()),
                of(problem.y().pitch()), of(problem.value())));
    }
}
