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
 * What Gyrus needs of CUDA's driver: memory, copies and launches on one GPU, in order but for copies beside them. Behind it
 * stands JCuda or, in tests, an interpreter of PTX. Addresses mean something to the GPU alone.
 */
public interface Driver extends AutoCloseable {

    /** A place in the order of what the GPU does, passed when all before it is done. It is recorded again and again. */
    interface Event {

        /** Returns whether the GPU has reached the event. */
        boolean hasPassed();

        /** Waits until it has passed. */
        void await();

        /** From when the other passed until this one did; both have. */
        double secondsSince(Event earlier);
    }

    /** Launches that were captured, with the arguments they had then, and are launched again as one. */
    interface Graph extends AutoCloseable {

        void launch();

        @Override
        void close();
    }

    /** Returns a description for people: {@code NVIDIA H200, compute capability 9.0}. */
    String description();

    /** Ten times the compute capability: 80 for 8.0. */
    int computeCapability();

    /** Allocates memory on the GPU and returns its address. */
    long allocate(long bytes);

    /** Frees memory that {@link #allocate} returned. */
    void free(long address);

    /** Memory of the host that the GPU reads and writes by itself, until it is freed or the driver is closed. */
    MemorySegment allocatePinned(long bytes);

    /** Gives back pinned memory that no copy reads or writes any more. */
    void freePinned(MemorySegment memory);

    /** Returns before it is done: pinned memory stays as it is until an event recorded behind the copy has passed. */
    void copyToDevice(long to, MemorySegment from);

    /** Waits for everything before it. */
    void copyToHost(MemorySegment to, long from);

    /** Copies bytes from one address on the GPU to another, in the order of the stream. */
    void copyOnDevice(long to, long from, long bytes);

    /**
     * Copies pinned memory beside what is being computed.
     *
     * @param after the copy begins when this has passed
     * @param done is recorded behind the copy; who reads what was copied {@linkplain #waitFor waits for} it
     */
    void copyBeside(long to, MemorySegment from, Event after, Event done);

    Event event();

    /** Puts the event behind everything that was launched. */
    void record(Event event);

    /** Makes all later launches wait for the event; the host does not wait. */
    void waitFor(Event event);

    /**
     * Makes a launch ready; each run takes the arguments as they are then, so the caller keeps them for as long as it runs it.
     *
     * @param module the PTX's name, for messages
     * @param sharedBytes of shared memory beyond what the kernel declares
     */
    Runnable prepare(String module, String ptx, String function, Dim grid, Dim block, int sharedBytes, Arguments arguments);

    /**
     * Notes what is launched in the course of the work instead of running it; beside that the work may only allocate memory. What
     * is launched before the first {@link #piece} waits for what was launched before it.
     */
    Graph capture(Runnable work);

    /**
     * Begins a piece of a capture: what is launched from here on waits, whenever the graph is launched, for those earlier pieces
     * and for what they wait for, and for nothing else.
     *
     * @param after pieces of this capture, counted from 0
     * @param library whether a library launches it
     */
    void piece(List<Integer> after, boolean library);

    /** Checks the launches so far on a driver that checks; the error names {@code after}. */
    default void check(String after) {}

    /** NVIDIA's cuBLAS for this GPU, or why there is none. */
    Found<CublasHandle> cublas();

    /** NVIDIA's cuDNN for this GPU, or why there is none. */
    Found<CudnnHandle> cudnn();

    /** Encodes the TMA descriptor of a tensor at an address. */
    void encode(MemorySegment map, Argument.TensorMap tensor, long address);

    /** Waits for everything that was launched. */
    void synchronize();

    @Override
    void close();
}
