package gyrus.app.experiment;

import gyrus.app.factor.ArmConfig;
import gyrus.model.training.TimeLeft;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A network that an experiment trains. */
sealed interface Network {

    /** Returns the number of the network in the order of training, from 1. */
    int number();

    /** Returns the name of the network, unique in the run; checkpoints and the folder bear it. */
    String name();

    /** Returns the slices for training and validation. */
    TrainingSet set();

    /** Returns the configuration of the network and of its training. */
    Config config();

    /** Returns the number of epochs of the training. */
    int epochs();

    /** Returns the training steps that its training and validation take as long as. */
    double steps();

    /**
     * A network that learns to restore corrupted slices.
     *
     * @param settings the keys in which its training differs from the base's, such as {@code pretrainScans=all}; may be empty
     */
    record OfDenoising(int number, String name, String settings, TrainingSet set, Config config) implements Network {
        @Override
        public int epochs() {
            return config.denoiseEpochs();
        }

        @Override
        public double steps() {
            return TimeLeft.steps(1, set.denoisingSteps(config),
                    config.denoiseEpochs() * Math.ceilDiv(set.denoisingValidation(config).count(), config.batch()));
        }
    }

    /**
     * A network that learns to segment, in one arm.
     *
     * @param title the name in reports, such as {@code Pre-trained 8}
     * @param denoiser the name of the denoising network whose weights initialize this one
     */
    record OfSegmentation(int number, String name, String title, TrainingSet set, Config config, Optional<String> denoiser)
            implements Network {
        @Override
        public int epochs() {
            return set.segmentationEpochs(config);
        }

        @Override
        public double steps() {
            return TimeLeft.steps(epochs(), set.segmentationSteps(config),
                    Math.ceilDiv(set.segmentationValidation(config).count(), config.batch()));
        }
    }

    /** Returns all networks by training set and arm. A denoiser precedes the first arm that needs it. */
    static List<Network> all(TrainingData data) {
        List<Network> all = new ArrayList<>();
        for (TrainingSet set : data.sets()) {
            Set<String> denoisers = new HashSet<>();
            for (ArmConfig arm : data.config().arms()) {
                Config config = data.config().of(arm);
                Optional<String> denoiser = Optional.of(denoiser(set, arm)).filter(name -> config.pretrains());
                if (denoiser.filter(denoisers::add).isPresent()) {
                    all.add(new OfDenoising(all.size() + 1, denoiser.get(), String.join(" ", reaching(arm)), set, config));
                }
                all.add(new OfSegmentation(all.size() + 1, arm.slug() + "-" + set.scans(), title(arm, set), set, config, denoiser));
            }
        }
        return all;
    }

    private static String title(ArmConfig arm, TrainingSet set) {
        return Character.toUpperCase(arm.name().charAt(0)) + arm.name().substring(1) + " " + set.scans();
    }

    /** Returns the name of an arm's denoiser. Arms share a denoiser if no key that reaches it differs. */
    private static String denoiser(TrainingSet set, ArmConfig arm) {
        return String.join("-",
                Stream.concat(Stream.of("denoise", Integer.toString(set.scans())), reaching(arm).stream()).toList());
    }

    private static List<String> reaching(ArmConfig arm) {
        return arm.without(ArmConfig.OF_SEGMENTATION);
    }
}
