package gyrus.model;

import java.io.IOException;

/** Thrown if a checkpoint cannot be read or does not fit the training; the message names the file, the cause and the remedy. */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Creates the error with a message of one line, which commands print as it is. */
    public CheckpointException(String message) {
        super(message);
    }
}
