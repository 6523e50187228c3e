package gyrus.app.experiment;

import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.imaging.volume.Volume;
import gyrus.model.training.Trainer;
import java.util.List;

/**
 * A segmentation network of the experiment after training: its epochs and its prediction for the test scan.
 *
 * @param name such as {@code Pre-trained 8}
 * @param set what it was trained on
 * @param prediction the test scan's mask, 0 or 1, on the scan's own grid
 * @param overlap the counts of voxels by prediction and true mask, over the whole volume
 * @param surfaces distances between the surfaces of the true and the predicted mask
 */
record Arm(String name, boolean pretrained, TrainingSet set, List<Trainer.Epoch> epochs, Volume prediction, Overlap overlap,
        SurfaceDistances surfaces) {

    int scans() {
        return set.scans();
    }
}
