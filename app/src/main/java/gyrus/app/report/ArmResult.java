package gyrus.app.report;

import java.util.OptionalInt;

/**
 * What one of the compared networks reached on the test scan.
 *
 * @param name such as "Pre-trained 8"; unique in an experiment
 * @param scans how many scans it was trained on
 * @param accuracy share of the test scan's voxels classified rightly (the paper's P.A.), as dice and iou pooled over the volume
 * @param bestEpoch the epoch of the lowest validation loss, whose weights were evaluated; from 1
 * @param epochsToDice90 the first epoch with a validation Dice of 0.9, if it came to that
 */
public record ArmResult(String name, boolean pretrained, int scans, double accuracy, double dice, double iou, int bestEpoch,
        OptionalInt epochsToDice90) {}
