package gyrus.app.report;

import gyrus.app.report.architecture.Architecture;
import gyrus.app.report.image.Picture;
import gyrus.app.report.viewer.HeadVolumes;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that the report shows. An empty list or map leaves its part of the page out.
 *
 * @param curves one for each arm of the summary, in the same order
 * @param denoised a slice in its states, such as original, noised, denoised after 8 and after 4 scans
 * @param head the test scan to leaf through, with a prediction for each arm
 * @param time where the time went, in the order to show
 * @param configuration,environment shown in the map's order
 * @param credits whom the data are owed to, a sentence each
 */
public record Report(Summary summary, List<SegmentationCurve> curves, List<DenoisingCurve> denoising,
        List<MaskedSlice> examples, List<Panel> denoised, List<PredictedSlice> predictions,
        List<SurfaceViews> surfaces, Optional<HeadVolumes> head, Architecture architecture,
        List<OpTime> time, Map<String, String> configuration, Map<String, String> environment, List<String> credits) {

    /** The training of one segmentation network, epoch by epoch. */
    public record SegmentationCurve(String arm, List<SegmentationEpoch> epochs) {}

    /** Losses are means per slice, accuracy and Dice those of the validation slices, epochs count from 1. */
    public record SegmentationEpoch(int epoch, double loss, double validationLoss, double validationAccuracy,
            double validationDice, double seconds) {}

    /** The training of the denoising network on a number of scans, epoch by epoch. */
    public record DenoisingCurve(int scans, List<DenoisingEpoch> epochs) {}

    /** @param validationPsnr in decibels */
    public record DenoisingEpoch(int epoch, double loss, double validationLoss, OptionalDouble validationPsnr) {}

    /** A slice with its true mask. */
    public record MaskedSlice(String caption, Picture picture, Picture mask) {}

    /** @param caption what was measured on it, such as "PSNR 27.1 dB, SSIM 0.81"; may be empty */
    public record Panel(String title, String caption, Picture picture) {}

    /** @param predictions the mask each arm predicted, in the order of the arms */
    public record PredictedSlice(String name, Picture picture, Picture truth, List<Prediction> predictions) {}

    /** @param caption how good it is, such as "Dice 0.981"; may be empty */
    public record Prediction(String caption, Picture mask) {}

    /** A mask's surface from three sides, all surfaces on one scale. */
    public record SurfaceViews(String title, String caption, BufferedImage left, BufferedImage front, BufferedImage top) {}

    /** @param share of the whole time, 0 to 1 */
    public record OpTime(String op, long calls, double milliseconds, double share, OptionalDouble gigaflopsPerSecond) {}

    public Report {
        List<String> arms = summary.arms().stream().map(ArmResult::name).toList();
        List<String> drawn = curves.stream().map(SegmentationCurve::arm).toList();
        if (!arms.equals(drawn)) {
            throw new IllegalArgumentException("report: the arms are " + arms + ", the curves are of " + drawn);
        }
        for (PredictedSlice slice : predictions) {
            if (slice.predictions().size() != arms.size()) {
                throw new IllegalArgumentException("report: slice " + slice.name() + " has " + slice.predictions().size()
                        + " predictions for " + arms.size() + " arms");
            }
        }
    }
}
