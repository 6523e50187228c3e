package gyrus.kernels.conv.gradweight;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Precision;
import gyrus.kernels.cuda.ProductTiles;
import java.util.List;

/** A matrix product that gathers the image as it goes, on tensor cores in TF32. */
public final class CudaTensorcore implements CudaKernel<ConvSpec> {

    @Override
    public String source() {
        return "tensorcore.cu";
    }

    @Override
    public Precision precision() {
        return Precision.TF32;
    }

    @Override
    public List<Launch> launches(ConvSpec problem) {
        return new CudaPieces(problem, ProductTiles.TENSORCORE).launches();
    }

    @Override
    public long scratchBytes(ConvSpec problem) {
        return new CudaPieces(problem, ProductTiles.TENSORCORE).scratchBytes();
    }

    @Override
    public int rank(ConvSpec problem) {
        return 40;
    }
}
