package gyrus.kernels.loss.gradient;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Rectangle;
import gyrus.kernels.loss.CrossEntropySpec;
import java.util.List;

/** An element per thread and turn. */
public final class CudaNaive implements CudaKernel<CrossEntropySpec> {

    @Override
    public String source() {
        return "naive.cu";
    }

    @Override
    public List<Launch> launches(CrossEntropySpec problem) {
        Rectangle area = new Rectangle(1, problem.elements());
        return List.of(new Launch("gradient", area.grid(), area.block(),
                port(0), port(1), port(2), port(3), of(problem.elements()), of(problem.accumulate())));
    }
}
