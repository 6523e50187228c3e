package gyrus.app.experiment;

import gyrus.model.training.Images;
import gyrus.model.training.Trainer;
import java.util.List;

/**
 * A network that learned to remove noise.
 *
 * @param scans how many heads it was trained on
 * @param denoised what it makes of the test scan's noisy slices, in [0, 1]
 */
record Denoiser(int scans, List<Trainer.Epoch> epochs, Images denoised) {}
