package gyrus.app.study;

import java.util.Locale;
import java.util.Set;

/**
 * One network to train and to test: independent of all others.
 *
 * @param fold number of the patient left out, from 1
 * @param scans how many heads it is trained on
 */
public record Job(int fold, String patient, long seed, int scans, boolean pretrained, Level level) {

    private static final Set<String> OF_PRETRAINING = Set.of(
            "noise", "noiseAmount", "denoiseLoss", "denoiseRate", "denoiseEpochs", "pretrainedRate");
    private static final Set<String> OF_FRESH = Set.of("rate");
    private static final Set<String> OF_SEGMENTATION = Set.of("rate", "pretrainedRate", "epochs", "loss");

    /** Names the job's folder; holds all that its result depends on, and no setting that does not reach it. */
    String key() {
        return place() + (pretrained ? "-pretrained" : "-fresh") + suffix(level.without(pretrained ? OF_FRESH : OF_PRETRAINING));
    }

    /** Names the denoising network that a pre-trained one begins with. */
    String denoiser() {
        return place() + suffix(level.without(OF_SEGMENTATION));
    }

    private String place() {
        return String.format(Locale.ROOT, "fold%02d-seed%d-scans%d", fold, seed, scans);
    }

    private static String suffix(Level reaching) {
        return reaching.settings().isEmpty() ? "" : "-" + reaching.toString().replace(' ', '-');
    }

    /** For people. */
    @Override
    public String toString() {
        String arm = String.format(Locale.ROOT, "without %s, seed %d, %s, %s",
                patient, seed, StudyTable.counted(scans), pretrained ? "pre-trained" : "not pre-trained");
        Level reaching = level.without(pretrained ? OF_FRESH : OF_PRETRAINING);
        return reaching.settings().isEmpty() ? arm : arm + ", " + reaching;
    }
}
