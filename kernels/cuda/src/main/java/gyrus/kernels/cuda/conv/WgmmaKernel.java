package gyrus.kernels.cuda.conv;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.launch.Precision;

/**
 * A convolution kernel that multiplies by {@code wgmma}, the matrix instruction of Hopper GPUs. It rounds the factors to one
 * precision, TF32 or bfloat16, and runs on compute capability 9.0 alone.
 */
public abstract class WgmmaKernel implements CudaKernel<ConvSpec> {

    private final String level;
    private final Precision precision;

    /**
     * Creates the kernel of a level in one precision.
     *
     * @param level the name of the level, such as {@code wgmma_halo}
     */
    protected WgmmaKernel(String level, Precision precision) {
        this.level = level;
        this.precision = precision;
    }

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, name() + ".cu");
    }

    /** Returns the level and the precision, such as {@code wgmma_halo_bf16}. */
    @Override
    public final String name() {
        return level + "_" + precision.text();
    }

    /** Returns the name without the precision, such as {@code wgmma_halo}. */
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

    /** Returns the size of one packed element in bytes: 4 in TF32, 2 in bfloat16. */
    protected final int numberBytes() {
        return precision == Precision.TF32 ? 4 : 2;
    }
}
