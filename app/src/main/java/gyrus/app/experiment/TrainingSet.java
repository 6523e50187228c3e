package gyrus.app.experiment;

import gyrus.app.factor.Pretraining;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.noise.Corruption;
import gyrus.app.imaging.slices.HeldBack;
import gyrus.app.network.AugmentedSamples;
import gyrus.app.network.FixedEpochs;
import gyrus.model.training.EpochSamples;
import gyrus.model.training.Samples;
import java.util.BitSet;
import java.util.List;

/**
 * The slices that networks train on, and those that they are validated on, which they do not train on.
 *
 * @param scans the number of subjects that segmentation trains on
 * @param training the slices of these subjects
 * @param pool the slices of each scan that pre-training may see, labelled or not; none where no network needs them
 * @param phantoms the slices of made-up heads; none where no network needs them
 */
public record TrainingSet(int scans, Slices training, Slices validation, List<ImageSlices> pool, List<Slices> phantoms) {

    /** Returns pairs of corrupted and clean slices, epoch by epoch. */
    EpochSamples denoising(Config config) {
        ImageSlices slices = pretraining(config);
        Corruption corruption = config.corruptionModel();
        return epochs(config, pass -> new Samples(slices.corrupted(corruption, pass), slices.clean(), Samples.Kind.IMAGES));
    }

    /** Returns pairs of corrupted and clean slices to validate on, alike in all epochs. */
    Samples denoisingValidation(Config config) {
        ImageSlices slices = pretrainingValidation(config);
        return new Samples(slices.corrupted(config.corruptionModel().drawnOnce(), 1), slices.clean(), Samples.Kind.IMAGES);
    }

    /** Returns pairs of clean slices and masks, epoch by epoch. */
    EpochSamples segmentation(Config config) {
        return epochs(config, new AugmentedSamples(
                samples(config.synthetic() ? phantoms(config) : training), config.augmentationModel()));
    }

    private static EpochSamples epochs(Config config, EpochSamples passes) {
        return config.epochSlices() == 0 ? passes : new FixedEpochs(passes, config.epochSlices(), config.seed());
    }

    /** Returns pairs of clean slices and masks to validate on. */
    Samples segmentationValidation(Config config) {
        return samples(config.synthetic() ? phantoms.get(config.phantoms()) : validation);
    }

    private static Samples samples(Slices slices) {
        return new Samples(slices.clean(), slices.masks(), Samples.Kind.MASKS);
    }

    private Slices phantoms(Config config) {
        return Slices.joined(phantoms.subList(0, config.phantoms()));
    }

    private ImageSlices pretraining(Config config) {
        if (config.pretraining() == Pretraining.PHANTOMS) {
            return phantoms(config).images();
        }
        if (!config.usesPool()) {
            return training.images();
        }
        ImageSlices wanted = wanted(config);
        if (config.validation() != Validation.LAST) {
            return wanted;
        }
        BitSet kept = HeldBack.last(wanted.count(), config.validationShare());
        kept.flip(0, wanted.count());
        return wanted.only(kept);
    }

    private ImageSlices pretrainingValidation(Config config) {
        if (config.pretraining() == Pretraining.PHANTOMS) {
            return phantoms.get(config.phantoms()).images();
        }
        if (!config.usesPool() || config.validation() != Validation.LAST) {
            return validation.images();
        }
        ImageSlices wanted = wanted(config);
        return wanted.only(HeldBack.last(wanted.count(), config.validationShare()));
    }

    /** Returns the slices of the pool that a configuration asks for. */
    private ImageSlices wanted(Config config) {
        int wanted = config.pretrainScans().equals("all") ? pool.size() : Integer.parseInt(config.pretrainScans());
        if (wanted > pool.size()) {
            throw new UserError("pretrainScans = " + wanted + ": there are " + pool.size() + " scans, labelled or not, of patients"
                    + " that are neither tested nor validated on; choose fewer, or all");
        }
        return ImageSlices.joined(pool.subList(0, wanted));
    }

    /** Returns the training steps of the pre-training of a configuration, or of the one whose compute it has. */
    int denoisingSteps(Config config) {
        return config.denoiseEpochs() * Math.ceilDiv(denoising(config).of(1).count(), config.batch());
    }

    /** Returns the training steps in an epoch of segmentation. */
    int segmentationSteps(Config config) {
        return Math.ceilDiv(segmentation(config).of(1).count(), config.batch());
    }

    /** Returns the epochs of segmentation, which are more where a network spends on them what others spend on pre-training. */
    int segmentationEpochs(Config config) {
        return config.epochs() + (config.pretraining() == Pretraining.LONGER
                ? Math.ceilDiv(denoisingSteps(config), segmentationSteps(config)) : 0);
    }
}
