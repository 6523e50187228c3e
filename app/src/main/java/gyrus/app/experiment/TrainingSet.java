package gyrus.app.experiment;

import gyrus.app.imaging.noise.Noise;
import gyrus.model.training.Samples;

/**
 * The slices that a network trains on, and those that it is validated on, which it does not train on.
 *
 * @param scans the number of heads it trains on
 */
public record TrainingSet(int scans, Slices training, Slices validation) {

    /** Returns the training steps of an epoch. */
    public int steps(int batch) {
        return Math.ceilDiv(training.count(), batch);
    }

    /** Pairs of noisy and clean slices. */
    Samples denoising(Noise noise) {
        return denoising(training, noise);
    }

    Samples denoisingValidation(Noise noise) {
        return denoising(validation, noise);
    }

    /** Pairs of clean slices and masks. */
    Samples segmentation() {
        return segmentation(training);
    }

    Samples segmentationValidation() {
        return segmentation(validation);
    }

    private static Samples denoising(Slices slices, Noise noise) {
        return new Samples(slices.noised(noise), slices.clean(), Samples.Kind.IMAGES);
    }

    private static Samples segmentation(Slices slices) {
        return new Samples(slices.clean(), slices.masks(), Samples.Kind.MASKS);
    }
}
