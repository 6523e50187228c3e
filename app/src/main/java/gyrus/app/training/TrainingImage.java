package gyrus.app.training;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.bids.Scan;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.image.ImageFile;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image to learn from, a NIfTI scan or a PNG picture.
 *
 * @param mask the truth on the same grid
 * @param patient the patient's name; empty if the image is the only one of its patient
 */
public record TrainingImage(Path image, Optional<Path> mask, String patient) {

    /** Returns a key of the patient: equal for all images of a patient, different between patients. */
    String person() {
        return patient.isEmpty() ? "the patient of " + image : patient;
    }

    /** Returns the file's name without the ending of its format. */
    public String id() {
        return ImageFile.stem(image);
    }

    Volume read() throws IOException {
        return PngFile.isPng(image) ? PngFile.read(image) : scan().readImage();
    }

    /**
     * Reads the mask.
     *
     * @param of the image, as {@link #read} returned it
     * @param foreground the values of the mask's file that are foreground
     */
    Volume readMask(Volume of, Foreground foreground) throws IOException {
        Path file = mask.orElseThrow(() -> new UserError(image + ": has no mask to learn from"));
        if (!PngFile.isPng(file)) {
            return scan().readMask(of, foreground);
        }
        Volume truth = PngFile.readMask(file, foreground);
        truth.geometry().requireSame(file, of.geometry(), image);
        return truth;
    }

    private Scan scan() {
        return new Scan(id(), id(), Optional.empty(), image, mask);
    }
}
