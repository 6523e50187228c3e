package gyrus.app.experiment;

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
    Samples denoising() {
        return denoising(training);
    }

    Samples denoisingValidation() {
        return denoising(validation);
    }

    /** Pairs of clean slices and masks. */
    Samples segmentation() {
        return segmentation(training);
    }

    Samples segmentationValidation() {
        return segmentation(validation);
    }

    private static Samples denoising(Slices slices) {
        return new Samples(slices.noisy(), slices.clean(), Samples.Kind.IMAGES);
    }

    private static Samples segmentation(Slices slices) {
        return new Samples(slices.clean(), slices.masks(), Samples.Kind.MASKS);
    }
}
