package gyrus.kernels.copy;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Rectangle;
import java.util.List;

/** Four elements per thread and turn. */
public final class CudaVectorized implements CudaKernel<BoxCopySpec> {

    @Override
    public String source() {
        return "vectorized.cu";
    }

    @Override
    public List<Launch> launches(BoxCopySpec problem) {
        Rectangle area = Rectangle.of(problem.from(), problem.to());
        return List.of(new Launch("copy", area.gridInFours(), area.blockInFours(),
                port(0), port(1), of(area.rows()), of(area.columns()),
                of(problem.from().pitch()), of(problem.to().pitch()), of(problem.accumulate())));
    }
}
