package gyrus.ptx.fault;

/** What a kernel did wrong, and where: thread, block, line of its source and instruction. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Fault(String message) {
        super(message);
    }
}
