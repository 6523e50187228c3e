package gyrus.kernels.cuda.conv.winograd;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.gemm.BatchedProduct;
import gyrus.kernels.cuda.launch.Launch;
import java.util.List;

/**
 * Winograd's convolutions and gradients as {@code winograd.cuh} computes them, in float32, chunk by chunk in a limited amount of
 * scratch memory.
 */
public abstract class CudaWinograd implements CudaKernel<ConvSpec> {

    /** The memory limit for transformed tiles, in bytes. */
    protected static final long CHUNK_BYTES = 256L << 20;

    /** The cut of one problem, with its cost. */
    protected interface Work {

        /** Returns the number of multiplications in the products of all points. */
        double products();

        /** Returns the memory traffic in bytes: images and weights once, transformed tiles and sums written and read. */
        double bytes();

        /** Returns the bytes of scratch memory that the launches share. */
        long scratchBytes();

        /** Returns the launches, in order. */
        List<Launch> launches();
    }

    /** Returns the cut of one problem. */
    protected abstract Work work(ConvSpec problem);

    /**
     * Returns the estimated speed-up over the pipelined product from which on this kernel is faster, as measured on an H200 at a
     * batch of 32.
     */
    protected abstract double leastGain();

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "winograd.cu");
    }

    @Override
    public final int minCapability() {
        return BatchedProduct.MIN_CAPABILITY;
    }

    /** Returns whether it is estimated to be faster than the pipelined product. */
    public final boolean pays(ConvSpec problem) {
        Work work = work(problem);
        return CudaWinogradCost.pays(problem, work.products(), work.bytes(), leastGain());
    }

    @Override
    public final List<Launch> launches(ConvSpec problem) {
        return work(problem).launches();
    }

    @Override
    public final long scratchBytes(ConvSpec problem) {
        return work(problem).scratchBytes();
    }
}
