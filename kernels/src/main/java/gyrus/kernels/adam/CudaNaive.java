package gyrus.kernels.adam;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Rectangle;
import java.util.List;

/** An element per thread and turn, all parameters in one launch. */
public final class CudaNaive implements CudaKernel<AdamSpec> {

    @Override
    public String source() {
        return "naive.cu";
    }

    @Override
    public List<Launch> launches(AdamSpec problem) {
        Rectangle area = new Rectangle(1, problem.elements());
        return List.of(new Launch("adam", area.grid(), area.block(),
                port(0), port(1), port(2), port(3), port(4), of(problem.elements())));
    }
}
