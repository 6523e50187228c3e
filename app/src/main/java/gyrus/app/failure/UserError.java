package gyrus.app.failure;

/** Something the person at the keyboard can put right. Its message is the one line they see; the command exits with 1. */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }
}
