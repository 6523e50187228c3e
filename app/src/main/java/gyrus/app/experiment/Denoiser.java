package gyrus.app.experiment;

import gyrus.model.training.Images;
import gyrus.model.training.Trainer;
import java.util.List;

/**
 * A network that learned to restore corrupted slices.
 *
 * @param name the name of its training in the run
 * @param scans the number of labelled scans of the networks that it initializes
 * @param settings the keys in which its training differs from the base's, such as {@code pretrainScans=all}; may be empty
 * @param steps the training steps of all its epochs
 * @param denoised its output for the noisy slices of the test scan, in [0, 1]
 */
record Denoiser(String name, int scans, String settings, int steps, List<Trainer.Epoch> epochs, Images denoised) {

    /** Returns what tells it from the other denoisers, for people. */
    String label() {
        return settings.isEmpty() ? Integer.toString(scans) : scans + ", " + settings;
    }
}
