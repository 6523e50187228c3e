package gyrus.kernels.cuda.map.binary;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.loop.Nest;
import gyrus.kernels.cuda.loop.Rectangle;
import gyrus.kernels.map.binary.BinarySpec;
import java.util.List;
import java.util.Locale;

/**
 * Computes four elements in each turn of a thread's grid-stride loop, by a kernel for each function, over as few loops as the
 * layouts allow.
 */
public final class CudaVectorized implements CudaKernel<BinarySpec> {

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(BinarySpec problem) {
        LoopNest nest = LoopNest.of(problem.y(), problem.a(), problem.b(), problem.y());
        Rectangle area = new Rectangle(Math.toIntExact(nest.rows()), Math.toIntExact(nest.columns()));
        String kernel = "binary_" + problem.function().name().toLowerCase(Locale.ROOT);
        return List.of(new Launch(kernel, area.float4Grid(), area.float4Block(),
                port(0), port(1), port(2), of(area.rows()), of(area.columns()),
                Nest.outer(nest, 0, 1, 2), of(nest.repeats(0) ? 0 : 1), of(nest.repeats(1) ? 0 : 1), of(problem.accumulate())));
    }
}
