package gyrus.app.image;

import gyrus.app.nifti.NiftiReader;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;

/** A file of an image: a NIfTI scan, or a PNG picture, which its name tells. */
public final class ImageFile {

    private ImageFile() {}

    /** A file's name without the ending of its format: {@code sub-01_FLAIR} of {@code sub-01_FLAIR.nii.gz}. */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return plain.matches("(?si).+\\.(nii|hdr|img|png)") ? plain.substring(0, plain.length() - 4) : plain;
    }

    public static Volume read(Path file) throws IOException {
        return PngFile.isPng(file) ? PngFile.read(file) : NiftiReader.read(file);
    }
}
