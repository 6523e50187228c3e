package gyrus.kernels.device;

/** Launches that a device captured once, with the memory that they use, and replays as one. */
public interface Capture extends AutoCloseable {

    /**
     * Returns whether the memory of the launches is in use by nothing else, so that a replay is safe. If not, capture the launches
     * again.
     */
    boolean isValid();

    /** Runs all captured launches again; each waits for those whose results it uses. */
    void replay();

    @Override
    void close();
}
