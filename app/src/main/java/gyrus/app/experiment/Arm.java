package gyrus.app.experiment;

import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.volume.Volume;
import gyrus.model.training.Trainer;
import java.util.List;

/**
 * One of the compared networks after training: how it got there and what it makes of the test scan.
 *
 * @param name {@code Pre-trained 8}
 * @param scans how many heads it was trained on
 * @param prediction the test scan's mask, 0 or 1, on the scan's own grid
 * @param overlap of that with the truth, over the whole volume
 */
record Arm(String name, boolean pretrained, int scans, List<Trainer.Epoch> epochs, Volume prediction, Overlap overlap) {}
