package gyrus.app.train;

import gyrus.app.UserError;
import gyrus.app.bids.Scan;
import gyrus.app.image.Foreground;
import gyrus.app.image.ImageFile;
import gyrus.app.image.PngFile;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An image to learn from, a NIfTI scan or a PNG picture.
 *
 * @param mask the truth on the same grid
 * @param foreground which values of the mask are foreground
 */
record TrainingImage(Path image, Optional<Path> mask, Foreground foreground) {

    String id() {
        return ImageFile.stem(image);
    }

    Volume read() throws IOException {
        return PngFile.isPng(image) ? PngFile.read(image) : scan().readImage();
    }

    Volume readMask(Volume of) throws IOException {
        Path file = mask.orElseThrow(() -> new UserError(image + ": has no mask to learn from"));
        if (!PngFile.isPng(file)) {
            return scan().readMask(of, foreground);
        }
        Volume truth = PngFile.readMask(file, foreground);
        if (!truth.grid().equals(of.grid())) {
            throw new UserError("mask and picture have different sizes: " + file + " is " + truth.nx() + " x " + truth.ny() + ", "
                    + image + " is " + of.nx() + " x " + of.ny());
        }
        return truth;
    }

    private Scan scan() {
        return new Scan(id(), id(), Optional.empty(), image, mask);
    }
}
