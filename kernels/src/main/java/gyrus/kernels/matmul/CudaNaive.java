package gyrus.kernels.matmul;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Rectangle;
import java.util.List;

/** A result per thread. */
public final class CudaNaive implements CudaKernel<MatmulSpec> {

    @Override
    public String source() {
        return "naive.cu";
    }

    @Override
    public List<Launch> launches(MatmulSpec problem) {
        Rectangle area = new Rectangle(problem.m(), problem.n());
        return List.of(CudaFactors.launch(problem, area.grid(), area.block()));
    }
}
