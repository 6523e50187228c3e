package gyrus.kernels.conv.forward;

import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaGeometry;
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
        ProductTiles tiles = ProductTiles.TENSORCORE;
        return List.of(new Launch("convForward", tiles.grid(problem.output().pixels(), problem.output().c()), tiles.block(),
                port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem)));
    }

    @Override
    public int rank(ConvSpec problem) {
        return 40;
    }
}
