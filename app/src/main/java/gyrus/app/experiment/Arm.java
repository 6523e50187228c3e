package gyrus.app.experiment;

import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.volume.Volume;
import gyrus.model.training.Trainer;
import java.util.List;

/**
 * A segmentation network of the experiment after training: its epochs and its prediction for the test scan.
 *
 * @param name such as {@code Pre-trained 8}
 * @param scans how many heads it was trained on
 * @param prediction the test scan's mask, 0 or 1, on the scan's own grid
 * @param overlap the counts of voxels by prediction and true mask, over the whole volume
 */
record Arm(String name, boolean pretrained, int scans, List<Trainer.Epoch> epochs, Volume prediction, Overlap overlap) {}
