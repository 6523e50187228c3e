package gyrus.model;

import java.io.IOException;

/** A checkpoint that cannot be read or does not fit; the message names the file, what was wrong and what to do. */
public final class CheckpointException extends IOException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }
}
