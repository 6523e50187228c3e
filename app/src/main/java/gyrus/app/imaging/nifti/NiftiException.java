package gyrus.app.imaging.nifti;

import java.io.IOException;
import java.nio.file.Path;

/** A NIfTI file that cannot be read or written as asked; the message is one line and begins with the file's name. */
public final class NiftiException extends IOException {

    private static final long serialVersionUID = 1L;

    NiftiException(Path file, String what) {
        super(file + ": " + what);
    }
}
