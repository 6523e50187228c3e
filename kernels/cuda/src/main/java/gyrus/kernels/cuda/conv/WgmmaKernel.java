package gyrus.kernels.cuda.conv;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.launch.Precision;

/** A variant by Hopper's {@code wgmma}, of which there is a source for each precision. */
public abstract class WgmmaKernel implements CudaKernel<ConvSpec> {

    private final String source;
    private final Precision precision;

    /** @param source to which the precision is added */
    protected WgmmaKernel(String source, Precision precision) {
        this.source = source;
        this.precision = precision;
    }

    @Override
    public final String source() {
        return source + precision.text() + ".cu";
    }

    @Override
    public final Precision precision() {
        return precision;
    }

    @Override
    public final int onlyCapability() {
        return BoxPipeline.CAPABILITY;
    }

    /** Bytes of a packed number. */
    protected final int numberBytes() {
        return precision == Precision.TF32 ? 4 : 2;
    }
}
