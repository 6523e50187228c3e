package gyrus.app.failure;

/**
 * A wrong use of the command line: a value that an option does not take, or options that exclude each other. The exit code is 2.
 */
public final class UsageError extends UserError {

    private static final long serialVersionUID = 1L;

    /** Creates the error with its message of one line. */
    public UsageError(String message) {
        super(message);
    }
}
