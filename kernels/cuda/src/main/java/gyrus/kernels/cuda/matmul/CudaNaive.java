package gyrus.kernels.cuda.matmul;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.matmul.MatmulSpec;
import java.util.ArrayList;
import java.util.List;

/** Computes one result per thread, in a loop over K. */
public final class CudaNaive implements CudaKernel<MatmulSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "naive.cu");
    }

    @Override
    public List<Launch> launches(MatmulSpec problem) {
        Rectangle area = new Rectangle(problem.m(), problem.n());
        List<Argument> arguments = new ArrayList<>(MatmulProduct.arguments(problem));
        arguments.add(new Argument.Null());
        arguments.add(Argument.of(problem.k()));
        return List.of(new Launch(MatmulProduct.kernel(problem), area.grid(), area.block(), 0, arguments));
    }
}
