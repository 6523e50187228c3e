package gyrus.kernels.cuda;

import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import java.lang.foreign.MemorySegment;

/**
 * What Gyrus needs of CUDA's driver: memory, copies and launches on one GPU, in order. Behind it stands JCuda or, in tests, an
 * interpreter of PTX. Addresses mean something to the GPU alone.
 */
public interface Driver extends AutoCloseable {

    /** What it is, for people: {@code NVIDIA H200, compute capability 9.0}. */
    String description();

    /** Ten times the compute capability: 80 for 8.0. */
    int computeCapability();

    long allocate(long bytes);

    void free(long address);

    void copyToDevice(long to, MemorySegment from);

    /** Waits for everything before it. */
    void copyToHost(MemorySegment to, long from);

    /**
     * Makes a launch ready; each run takes the arguments as they are then, so the caller keeps them for as long as it runs it.
     *
     * @param module the PTX's name, for messages
     * @param sharedBytes of shared memory beyond what the kernel declares
     */
    Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments);

    /** NVIDIA's cuBLAS for this GPU, or why there is none. */
    Found<CublasHandle> cublas();

    /** NVIDIA's cuDNN for this GPU, or why there is none. */
    Found<CudnnHandle> cudnn();

    /** Waits for everything that was launched. */
    void synchronize();

    @Override
    void close();
}
