package gyrus.app;

import java.nio.file.Path;

/** The names of image files. */
public final class ImageName {

    private ImageName() {}

    /** A file's name without the ending of its format: {@code sub-01_FLAIR} of {@code sub-01_FLAIR.nii.gz}. */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return plain.matches("(?si).+\\.(nii|hdr|img|png)") ? plain.substring(0, plain.length() - 4) : plain;
    }
}
