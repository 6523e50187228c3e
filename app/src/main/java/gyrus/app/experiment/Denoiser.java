package gyrus.app.experiment;

import gyrus.model.training.Images;
import gyrus.model.training.Trainer;
import java.util.List;

/**
 * A network that learned to remove noise.
 *
 * @param scans the number of scans that it was trained on
 * @param denoised its output for the noisy slices of the test scan, in [0, 1]
 */
record Denoiser(int scans, List<Trainer.Epoch> epochs, Images denoised) {}
