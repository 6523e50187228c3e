package gyrus.ptx.fault;

/** A fault of one thread whose place in the program is not known yet. */
public final class AccessFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int lane;
    private final FaultKind kind;

    /** @param lane the thread's number in its block */
    public AccessFault(int lane, FaultKind kind, String message) {
        super(message);
        this.lane = lane;
        this.kind = kind;
    }

    /** Returns the thread's number in its block. */
    public int lane() {
        return lane;
    }

    public FaultKind kind() {
        return kind;
    }
}
