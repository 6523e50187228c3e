package gyrus.kernels.fill;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Rectangle;
import java.util.List;

/** An element per thread and turn. */
public final class CudaNaive implements CudaKernel<FillSpec> {

    @Override
    public String source() {
        return "naive.cu";
    }

    @Override
    public List<Launch> launches(FillSpec problem) {
        Rectangle area = Rectangle.of(problem.y());
        return List.of(new Launch("fill", area.grid(), area.block(), port(0), of(area.rows()), of(area.columns()),
                of(problem.y().pitch()), of(problem.value())));
    }
}
