package gyrus.kernels.cuda.map.unary;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.map.unary.UnarySpec;
import java.util.List;
import java.util.Locale;

/** Computes four elements in each turn of a thread's grid-stride loop, by a kernel for each function. */
public final class CudaVectorized implements CudaKernel<UnarySpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(UnarySpec problem) {
        Rectangle area = Rectangle.of(problem.x(), problem.y());
        String kernel = "unary_" + problem.function().name().toLowerCase(Locale.ROOT);
        return List.of(new Launch(kernel, area.float4Grid(), area.float4Block(),
                port(0), port(1), of(area.rows()), of(area.columns()), of(problem.x().pitch()), of(problem.y().pitch()),
                of(problem.scale()), of(problem.shift()), of(problem.accumulate())));
    }
}
