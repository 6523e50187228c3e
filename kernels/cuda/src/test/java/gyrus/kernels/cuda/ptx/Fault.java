package gyrus.kernels.cuda.ptx;

/** What a kernel did wrong, and where: thread, block, line of its source and instruction. */
public final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    Fault(String message) {
        super(message);
    }
}
