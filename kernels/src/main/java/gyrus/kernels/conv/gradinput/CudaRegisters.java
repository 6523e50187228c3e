package gyrus.kernels.conv.gradinput;

import static gyrus.kernels.cuda.Argument.port;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaGeometry;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.ProductTiles;
import java.util.List;

/** A matrix product that gathers the image as it goes, by tiles in shared memory and in registers. */
public final class CudaRegisters implements CudaKernel<ConvSpec> {

    @Override
    public String source() {
        return "registers.cu";
    }

    @Override
    public List<Launch> launches(ConvSpec problem) {
        ProductTiles tiles = ProductTiles.REGISTERS;
        return List.of(new Launch("convGradInput", tiles.grid(problem.input().pixels(), problem.input().c()), tiles.block(),
                port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem)));
    }

    @Override
    public int rank(ConvSpec problem) {
        return 30;
    }
}
