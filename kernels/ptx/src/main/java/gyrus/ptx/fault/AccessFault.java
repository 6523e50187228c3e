package gyrus.ptx.fault;

/** The fault of one thread, before its place in the program is added. */
public final class AccessFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int lane;
    private final FaultKind kind;

    /**
     * Creates the fault of a thread.
     *
     * @param lane the thread's number in its block
     * @param message the action of the thread, as a predicate
     */
    public AccessFault(int lane, FaultKind kind, String message) {
        super(message);
        this.lane = lane;
        this.kind = kind;
    }

    /** Returns the thread's number in its block. */
    public int lane() {
        return lane;
    }

    /** Returns the class of the fault. */
    public FaultKind kind() {
        return kind;
    }
}
