package gyrus.app.report;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;

/**
 * The settings and the results of an experiment.
 *
 * @param data the scans, in words for people
 * @param validation what the networks are validated on, in words for people
 * @param noise the noise added, in words for people
 * @param testVoxels voxels of the test scan
 * @param thresholdDice Dice of the best single threshold on the test scan's intensities, which a network should exceed
 * @param denoising the quality of the noisy slices, and of the slices after each denoiser, most training scans first
 * @param arms in the paper's order: most scans first, pre-trained before not pre-trained
 */
public record Summary(String preset, String device, long seed, String data, String validation, String noise,
        OffsetDateTime started, Duration duration, long testVoxels, double thresholdDice, List<DenoisingResult> denoising,
        List<ArmResult> arms) {

    public Summary {
        denoising = List.copyOf(denoising);
        arms = List.copyOf(arms);
        if (arms.stream().map(ArmResult::name).distinct().count() != arms.size()) {
            throw new IllegalArgumentException("summary: two arms have one name; the names are "
                    + arms.stream().map(ArmResult::name).toList());
        }
    }

    /** Returns whether the paper has figures of a network that was trained on as many scans as one of these. */
    boolean hasPaperFigures() {
        return arms.stream().anyMatch(arm -> PaperFigures.of(arm).isPresent());
    }

    /** Returns the sizes of the training sets in scans, largest first. */
    public List<Integer> scanCounts() {
        return arms.stream().map(ArmResult::scans).distinct().sorted(Comparator.reverseOrder()).toList();
    }
}
