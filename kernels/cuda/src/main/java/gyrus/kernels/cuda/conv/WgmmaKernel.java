package gyrus.kernels.cuda.conv;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.launch.Precision;

/** A variant by Hopper's {@code wgmma}, in one precision. */
public abstract class WgmmaKernel implements CudaKernel<ConvSpec> {

    private final String level;
    private final Precision precision;

    /** @param level its name without the precision: {@code wgmma_halo} */
    protected WgmmaKernel(String level, Precision precision) {
        this.level = level;
        this.precision = precision;
    }

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, name() + ".cu");
    }

    /** Returns {@code wgmma_halo_bf16}. */
    @Override
    public final String name() {
        return level + "_" + precision.text();
    }

    protected final String level() {
        return level;
    }

    @Override
    public final Precision precision() {
        return precision;
    }

    @Override
    public final int onlyCapability() {
        return BoxPipeline.CAPABILITY;
    }

    /** Returns the bytes of a packed number. */
    protected final int numberBytes() {
        return precision == Precision.TF32 ? 4 : 2;
    }
}
