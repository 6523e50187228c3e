package gyrus.app.failure;

/** An error that the user can mend. Its message is the one line that they see; the command exits with code 1. */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the error with its message of one line. */
    public UserError(String message) {
        super(message);
    }
}
