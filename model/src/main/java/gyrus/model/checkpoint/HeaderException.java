package gyrus.model.checkpoint;

import java.io.IOException;

/** Thrown if the header of a file is invalid; the message is a predicate that follows the file's name. */
final class HeaderException extends IOException {

    private static final long serialVersionUID = 1L;

    HeaderException(String message) {
        super(message);
    }
}
