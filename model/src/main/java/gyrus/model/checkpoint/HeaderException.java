package gyrus.model.checkpoint;

import java.io.IOException;

/** What is wrong with a file, worded to follow the file's name. */
final class HeaderException extends IOException {

    private static final long serialVersionUID = 1L;

    HeaderException(String message) {
        super(message);
    }
}
