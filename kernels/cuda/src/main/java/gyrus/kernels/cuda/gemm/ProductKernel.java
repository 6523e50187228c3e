package gyrus.kernels.cuda.gemm;

import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The kernel of an op that is a matrix product, at one level. */
public record ProductKernel<S>(ProductLevel level, ProductOp<S> op) implements CudaKernel<S> {

    @Override
    public CudaSource source() {
        SequencedMap<String, String> defines = new LinkedHashMap<>();
        defines.put("OPERANDS", CudaSource.quoted("../" + op.folder() + "/product.cuh"));
        defines.put("LEVEL", CudaSource.quoted(level.header()));
        defines.put("PRODUCT", CudaSource.template(level.header()));
        if (level.precision() != Precision.FLOAT32) {
            defines.put("FORMAT", level.precision() == Precision.TF32 ? "Tf32" : "Bf16");
        }
        for (ProductTiles tiles : level.tiles(op.widths())) {
            defines.put("WIDTH_" + (char) ('A' + level.tiles(op.widths()).indexOf(tiles)), String.valueOf(tiles.columns()));
        }
        return new CudaSource("gemm/product.cu", op.folder() + "/" + level.text(), defines);
    }

    @Override
    public String name() {
        return level.text();
    }

    @Override
    public Precision precision() {
        return level.precision();
    }

    @Override
    public int minCapability() {
        return level.minCapability();
    }

    @Override
    public List<Launch> launches(S problem) {
        return op.product(problem).launches(level, op.widths());
    }

    @Override
    public long scratchBytes(S problem) {
        return op.product(problem).scratchBytes(level, op.widths());
    }
}
