package gyrus.app.report;

import java.util.List;
import java.util.Optional;

/**
 * One network's figures in Table 1 of the reproduced paper, "denoise pre-training for segmentation neural networks": measures of
 * one test scan, pooled over the volume.
 */
record PaperFigures(boolean pretrained, int scans, double accuracy, double dice, double iou) {

    private static final int MANY = 8;
    private static final int FEW = 4;

    private static final List<PaperFigures> TABLE_1 = List.of(
            new PaperFigures(true, MANY, 0.99626, 0.98239, 0.96539),
            new PaperFigures(false, MANY, 0.99617, 0.98197, 0.96458),
            new PaperFigures(true, FEW, 0.99609, 0.98153, 0.96374),
            new PaperFigures(false, FEW, 0.99555, 0.97914, 0.95914));

    /** Returns the paper's figures of the network that corresponds to an arm: pre-trained or not, on as many scans. */
    static Optional<PaperFigures> of(ArmResult arm) {
        return TABLE_1.stream().filter(row -> row.pretrained == arm.pretrained() && row.scans == arm.scans()).findFirst();
    }
}
