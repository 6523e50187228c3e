package gyrus.app.network;

import gyrus.app.imaging.augmentation.Augmentation;
import gyrus.model.training.EpochSamples;
import gyrus.model.training.Samples;

/**
 * Training slices and their masks, augmented whenever they are read.
 *
 * @param samples square slices and masks
 */
public record AugmentedSamples(Samples samples, Augmentation augmentation) implements EpochSamples {

    @Override
    public Samples of(int epoch) {
        int side = samples.inputs().shape(1).extent(1);
        return augmentation.kind() == Augmentation.Kind.NONE ? samples : new Samples(
                samples.inputs().computed(i -> augmentation.image(samples.inputs().get(i), side, epoch, i)),
                samples.targets().computed(i -> augmentation.mask(samples.targets().get(i), side, epoch, i)), samples.kind());
    }
}
