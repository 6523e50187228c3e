package gyrus.ptx.fault;

/** A fault of one thread, before it is known where in the program it happened. */
public final class AccessFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int lane;

    public AccessFault(int lane, String message) {
        super(message);
        this.lane = lane;
    }

    /** The thread's number in its block. */
    public int lane() {
        return lane;
    }
}
