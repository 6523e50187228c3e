package gyrus.kernels.cuda.driver;

import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Arguments;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.vendor.CublasHandle;
import gyrus.kernels.cuda.vendor.CudnnHandle;
import gyrus.kernels.cuda.vendor.Found;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The part of the CUDA driver that Gyrus uses: memory, copies and launches on one GPU. Calls run in order, except copies
 * {@linkplain #copyBeside beside the computation}. {@link JCudaDriver} implements it on a GPU, {@link PtxDriver} on an interpreter
 * of PTX. Addresses are valid on the GPU only.
 */
public interface Driver extends AutoCloseable {

    /** A mark in the order of the GPU's work. It passes when all work before it is done, and can be recorded again. */
    interface Event {

        /** Returns whether the GPU has reached the event. */
        boolean hasPassed();

        /** Waits until the event has passed. */
        void await();

        /** Returns the seconds from the passing of an earlier event to that of this one. Both must have passed. */
        double secondsSince(Event earlier);
    }

    /** Captured launches with the arguments that they had during the capture. One call launches all of them. */
    interface Graph extends AutoCloseable {

        /** Launches the graph after everything that was launched before. */
        void launch();

        @Override
        void close();
    }

    /** Returns a description for people: {@code NVIDIA H200, compute capability 9.0}. */
    String description();

    /** Returns ten times the compute capability: 80 for 8.0. */
    int computeCapability();

    /** Allocates memory on the GPU and returns its address. */
    long allocate(long bytes);

    /** Frees memory that {@link #allocate} returned. */
    void free(long address);

    /** Allocates host memory that the GPU can access, until it is freed or the driver is closed. */
    MemorySegment allocatePinned(long bytes);

    /** Frees pinned memory that no copy reads or writes any more. */
    void freePinned(MemorySegment memory);

    /**
     * Copies host memory to the GPU. The call returns before the copy is done: pinned memory must keep its values until an event
     * that is recorded after the copy has passed.
     */
    void copyToDevice(long to, MemorySegment from);

    /** Copies GPU memory to the host, after waiting for all work before. */
    void copyToHost(MemorySegment to, long from);

    /** Copies bytes from one address on the GPU to another, in the order of the stream. */
    void copyOnDevice(long to, long from, long bytes);

    /**
     * Copies pinned memory to the GPU while other work computes.
     *
     * @param after the event that the copy waits for
     * @param done recorded after the copy; work that reads the copied values {@linkplain #waitFor waits for} it
     */
    void copyBeside(long to, MemorySegment from, Event after, Event done);

    /** Creates an event. */
    Event event();

    /** Records an event after all work so far. */
    void record(Event event);

    /** Makes all later launches wait for the event; the host does not wait. */
    void waitFor(Event event);

    /**
     * Prepares a launch. Each run reads the arguments at its call, so the caller keeps their memory.
     *
     * @param module the name of the PTX, for messages
     * @param sharedBytes the bytes of shared memory beyond those that the kernel declares
     */
    Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments);

    /**
     * Captures the launches of the work without running them. Apart from launches, the work may only allocate memory. Launches
     * before the first {@link #beginOp} wait for everything that was launched before the graph.
     */
    Graph capture(Runnable work);

    /**
     * Begins an op of a capture. In each launch of the graph, the launches after this call wait for the given ops and, by those,
     * for the ops that these wait for. They wait for no other launch of the graph.
     *
     * @param after earlier ops of this capture, counted from 0
     * @param library whether a library launches the op
     */
    void beginOp(List<Integer> after, boolean library);

    /**
     * Checks all launches so far, if this driver checks launches.
     *
     * @param after the launch that an error names
     */
    default void check(String after) {}

    /** Returns cuBLAS for this GPU, or the reason why it is missing. */
    Found<CublasHandle> cublas();

    /** Returns cuDNN for this GPU, or the reason why it is missing. */
    Found<CudnnHandle> cudnn();

    /**
     * Writes the TMA descriptor of a tensor at an address.
     *
     * @param map the memory of the descriptor
     */
    void encode(MemorySegment map, Argument.TensorMap tensor, long address);

    /** Waits for all work so far. */
    void synchronize();

    @Override
    void close();
}
