package gyrus.kernels.conv.gradweight;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.ProductTiles;
import java.util.List;

/** A matrix product that gathers the image as it goes, by tiles in shared memory. */
public final class CudaTiled implements CudaKernel<ConvSpec> {

    @Override
    public String source() {
        return "tiled.cu";
    }

    @Override
    public List<Launch> launches(ConvSpec problem) {
        return new CudaPieces(problem, ProductTiles.SHARED).launches();
    }

    @Override
    public long scratchBytes(ConvSpec problem) {
        return new CudaPieces(problem, ProductTiles.SHARED).scratchBytes();
    }

    @Override
    public int rank(ConvSpec problem) {
        return 20;
    }
}
