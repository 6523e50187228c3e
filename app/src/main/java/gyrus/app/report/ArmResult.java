package gyrus.app.report;

import gyrus.app.imaging.measures.SurfaceDistances;
import java.util.Optional;

/**
 * The results of one arm, that is of one of the compared networks, on the test scan.
 *
 * @param name such as "Pre-trained 8"; unique in an experiment
 * @param scans how many scans it was trained on
 * @param accuracy share of the test scan's voxels that are classified correctly, 0 to 1; the paper's P.A.
 * @param dice the Dice coefficient of the whole test scan
 * @param iou the intersection over union of the whole test scan
 * @param surfaces distances between the surfaces of the true and the predicted mask
 * @param bestEpoch the epoch of the lowest validation loss, whose weights were evaluated; from 1
 * @param toDice90 the training up to the first epoch with a validation Dice of 0.9; empty if no epoch reached it
 */
public record ArmResult(String name, boolean pretrained, int scans, double accuracy, double dice, double iou,
        SurfaceDistances surfaces, int bestEpoch, Optional<Effort> toDice90) {}
