package gyrus.kernels.cuda.random;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.random.RandomSpec;
import java.util.List;
import java.util.Locale;

/**
 * Computes a Philox block of four numbers in each turn of a thread's grid-stride loop. Uniform numbers and chunks equal the
 * definition's, bit for bit.
 */
public final class CudaVectorized implements CudaKernel<RandomSpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(RandomSpec problem) {
        Rectangle area = Rectangle.of(problem.y());
        return List.of(new Launch(problem.distribution().name().toLowerCase(Locale.ROOT), area.float4Grid(), area.float4Block(),
                port(0), port(1), of(area.rows()), of(area.columns()), of(problem.y().pitch())));
    }
}
