package gyrus.app.report;

import gyrus.app.imaging.measures.SurfaceDistances;
import java.util.Optional;

/**
 * What one of the compared networks reached on the test scan.
 *
 * @param name such as "Pre-trained 8"; unique in an experiment
 * @param scans how many scans it was trained on
 * @param accuracy share of the test scan's voxels classified rightly (the paper's P.A.), as dice and iou pooled over the volume
 * @param surfaces distances between the surfaces of the true and the predicted mask
 * @param bestEpoch the epoch of the lowest validation loss, whose weights were evaluated; from 1
 * @param toDice90 the training up to the first epoch with a validation Dice of 0.9, if it came to that
 */
public record ArmResult(String name, boolean pretrained, int scans, double accuracy, double dice, double iou,
        SurfaceDistances surfaces, int bestEpoch, Optional<Effort> toDice90) {}
