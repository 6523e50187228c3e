package gyrus.kernels.cuda.loss.forward;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.loss.CrossEntropySpec;
import java.util.List;

/** Sums each slice of the elements in a block of its own, and then all slices in one block. */
public final class CudaVectorized implements CudaKernel<CrossEntropySpec> {

    private static final int THREADS = 256;
    private static final int MAX_SLICES = 1024;

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(CrossEntropySpec problem) {
        int slices = slices(problem);
        return List.of(
                new Launch("losses", Dim.of(slices), Dim.of(THREADS), port(0), port(1), scratch(), of(problem.elements())),
                new Launch("mean", Dim.of(1), Dim.of(THREADS), scratch(), port(2), of(slices), of(problem.elements())));
    }

    @Override
    public long scratchBytes(CrossEntropySpec problem) {
        return 4L * slices(problem);
    }

    private static int slices(CrossEntropySpec problem) {
        return Math.clamp(Math.ceilDiv(problem.elements(), 4 * THREADS), 1, MAX_SLICES);
    }
}
