package gyrus.app.imaging.image;

import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.imaging.volume.VoxelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of an image: a NIfTI scan, or a PNG picture. The ending of its name tells which, in upper or lower case. */
public final class ImageFile {

    private static final Pattern NAME = Pattern.compile("(?si)(.+)\\.(?:(nii|hdr|img)(?:\\.gz)?|png)");

    private ImageFile() {}

    /** Returns whether the file's name is that of an image, {@code .nii}, {@code .hdr}, {@code .img} or {@code .png}. */
    public static boolean isImage(Path file) {
        return match(file).matches();
    }

    /** Returns whether the file's name is that of the header of a NIfTI pair, {@code .hdr}. */
    public static boolean isHeaderPart(Path file) {
        return isKind(file, "hdr");
    }

    /** Returns whether the file's name is that of the voxels of a NIfTI pair, {@code .img}. */
    public static boolean isVoxelPart(Path file) {
        return isKind(file, "img");
    }

    /** Returns a file's name without the ending of its format: {@code sub-01_FLAIR} of {@code sub-01_FLAIR.nii.gz}. */
    public static String stem(Path file) {
        Matcher image = match(file);
        return image.matches() ? image.group(1) : file.getFileName().toString();
    }

    /** Opens an image to read its voxels block by block. */
    public static VoxelReader open(Path file) throws IOException {
        return PngFile.isPng(file) ? VoxelReader.of(PngFile.read(file)) : NiftiReader.open(file);
    }

    /** Reads a volume, by the format that the file's name tells. */
    public static Volume read(Path file) throws IOException {
        return PngFile.isPng(file) ? PngFile.read(file) : NiftiReader.read(file);
    }

    private static boolean isKind(Path file, String kind) {
        Matcher image = match(file);
        return image.matches() && kind.equalsIgnoreCase(image.group(2));
    }

    private static Matcher match(Path file) {
        return NAME.matcher(file.getFileName().toString());
    }
}
