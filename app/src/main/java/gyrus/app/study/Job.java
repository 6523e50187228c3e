package gyrus.app.study;

import gyrus.app.experiment.Config;
import gyrus.app.factor.ArmConfig;
import java.util.Locale;
import java.util.Set;

/**
 * One network to train and to test. Jobs do not depend on each other.
 *
 * @param fold number of the patient left out, from 1
 * @param scans how many subjects it is trained on
 * @param level the values of the study's factors
 * @param config the configuration of its trainings
 */
public record Job(int fold, String patient, int scans, ArmConfig arm, Level level, Config config) {

    /** Keys that reach no network whose segmentation begins with random weights. */
    private static final Set<String> OF_PRETRAINING = Set.of("corruption", "redrawn", "noise", "noiseAmount", "maskShare",
            "maskBlock", "coarseness", "denoiseLoss", "denoiseRate", "pretrainedRate", "transfer", "warmup");
    /** Keys that tell how long another network's pre-training takes. */
    private static final Set<String> OF_COMPUTE = Set.of("denoiseEpochs", "pretrainScans");
    private static final Set<String> OF_FRESH = Set.of("rate");

    /** Returns the name of the job's folder, which has every setting that reaches the result and no other. */
    String key() {
        return place() + "-" + arm.slug() + suffix(reaching());
    }

    /** Returns the name of the denoising network whose weights initialize a pre-trained one. Jobs of several arms may share it. */
    String denoiser() {
        String place = config.pretrainsOnLabelled() ? place() : String.format(Locale.ROOT, "fold%02d-seed%d", fold, seed());
        return place + suffix(level.and(arm.keys()).without(ArmConfig.OF_SEGMENTATION));
    }

    /** Returns whether the weights of a denoiser initialize the network. */
    boolean pretrained() {
        return config.pretrains();
    }

    long seed() {
        return config.seed();
    }

    private Level reaching() {
        return switch (config.pretraining()) {
            case SCANS, PHANTOMS -> level.without(OF_FRESH);
            case LONGER -> level.without(OF_PRETRAINING);
            case NONE -> level.without(OF_PRETRAINING).without(OF_COMPUTE);
        };
    }

    private String place() {
        return String.format(Locale.ROOT, "fold%02d-seed%d-scans%d", fold, seed(), scans);
    }

    private static String suffix(Level reaching) {
        return reaching.settings().isEmpty() ? "" : "-" + reaching.toString().replace(' ', '-');
    }

    /** Returns the job in words, for people. */
    @Override
    public String toString() {
        String network = String.format(Locale.ROOT, "without %s, seed %d, %s, %s", patient, seed(), StudyTable.counted(scans),
                arm.name());
        return reaching().settings().isEmpty() ? network : network + ", " + reaching();
    }
}
