package gyrus.kernels.map.binary;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.LoopNest;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Nest;
import gyrus.kernels.cuda.Rectangle;
import java.util.List;
import java.util.Locale;

/** Four elements per thread and turn, a kernel per function, over as few loops as the layouts allow. */
public final class CudaVectorized implements CudaKernel<BinarySpec> {

    @Override
    public String source() {
        return "vectorized.cu";
    }

    @Override
    public List<Launch> launches(BinarySpec problem) {
        LoopNest nest = LoopNest.of(problem.y(), problem.a(), problem.b(), problem.y());
        Rectangle area = new Rectangle(Math.toIntExact(nest.rows()), Math.toIntExact(nest.columns()));
        String kernel = "binary_" + problem.function().name().toLowerCase(Locale.ROOT);
        return List.of(new Launch(kernel, area.gridInFours(), area.blockInFours(),
                port(0), port(1), port(2), of(area.rows()), of(area.columns()),
                Nest.outer(nest, 0, 1, 2), of(nest.repeats(0) ? 0 : 1), of(nest.repeats(1) ? 0 : 1), of(problem.accumulate())));
    }
}
