package gyrus.app.training;

import gyrus.model.training.Samples;

/** The slices that a network trains on, and those that it is validated on. */
public record TrainingSlices(Samples training, Samples validation) {

    /** Returns the mean of the training targets, 0 to 1: the share of foreground in masks, or the mean brightness of images. */
    public double foreground() {
        double sum = 0;
        int count = training.count();
        for (int i = 0; i < count; i++) {
            for (float pixel : training.targets().get(i)) {
                sum += pixel;
            }
        }
        return sum / count / training.targets().shape(1).size();
    }
}
