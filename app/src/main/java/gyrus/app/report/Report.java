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
 * The content of a report. An empty list or map leaves its part of the page out.
 *
 * @param curves the trainings of the arms, in the order of the summary
 * @param denoised one slice: without noise, with noise, and after each denoiser
 * @param head the test scan and its predicted masks for the slice viewer, one prediction for each arm
 * @param time the time of each op, in the order of the table
 * @param configuration,environment shown in the map's order
 * @param credits the authors of the data, a sentence for each source
 */
public record Report(Summary summary, List<SegmentationCurve> curves, List<DenoisingCurve> denoising,
        List<MaskedSlice> examples, List<Panel> denoised, List<PredictedSlice> predictions,
        List<SurfaceViews> surfaces, Optional<HeadVolumes> head, Architecture architecture,
        List<OpTime> time, Map<String, String> configuration, Map<String, String> environment, List<String> credits) {

    /** The training of one segmentation network, epoch by epoch. */
    public record SegmentationCurve(String arm, List<SegmentationEpoch> epochs) {}

    /**
     * One epoch of a segmentation training, counted from 1. Losses are means per slice; accuracy and Dice are those of the
     * validation slices.
     */
    public record SegmentationEpoch(int epoch, double loss, double validationLoss, double validationAccuracy,
            double validationDice, double seconds) {}

    /**
     * The training of a denoising network on a number of scans, epoch by epoch.
     *
     * @param settings the keys in which it differs from other ones on as many scans; may be empty
     */
    public record DenoisingCurve(int scans, String settings, List<DenoisingEpoch> epochs) {}

    /**
     * One epoch of a denoising training, counted from 1. Losses are means per slice.
     *
     * @param validationPsnr the peak signal-to-noise ratio of the validation slices in dB
     */
    public record DenoisingEpoch(int epoch, double loss, double validationLoss, OptionalDouble validationPsnr) {}

    /** A slice with its true mask. */
    public record MaskedSlice(String caption, Picture picture, Picture mask) {}

    /**
     * A picture of a row, with its title above.
     *
     * @param caption the measures of the picture, such as "PSNR 27.1 dB, SSIM 0.81"; may be empty
     */
    public record Panel(String title, String caption, Picture picture) {}

    /**
     * A slice of the test scan with its true mask and its predicted masks.
     *
     * @param predictions the prediction of each arm, in the order of the arms
     */
    public record PredictedSlice(String name, Picture picture, Picture truth, List<Prediction> predictions) {}

    /**
     * A predicted mask of a slice.
     *
     * @param caption its quality, such as "Dice 0.981"; may be empty
     */
    public record Prediction(String caption, Picture mask) {}

    /** A mask's surface from three sides, all surfaces on one scale. */
    public record SurfaceViews(String title, String caption, BufferedImage left, BufferedImage front, BufferedImage top) {}

    /**
     * The time of one op in all trainings.
     *
     * @param share the op's share of the whole time, 0 to 1
     */
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
