package gyrus.kernels.device;

/** Launches that were captured once, on the memory they used then, and are replayed as one. */
public interface Capture extends AutoCloseable {

    /** Whether nobody else uses their memory now. If not, they are to be captured anew. */
    boolean isValid();

    /** Runs all captured launches again, in their order. */
    void replay();

    @Override
    void close();
}
