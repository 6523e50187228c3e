package gyrus.kernels.cuda.ptx;

/** A fault of one thread, before it is known where in the program it happened. */
final class AccessFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int lane;

    AccessFault(int lane, String message) {
        super(message);
        this.lane = lane;
    }

    /** The thread's number in its block. */
    int lane() {
        return lane;
    }
}
