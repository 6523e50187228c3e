package gyrus.app.training;

import java.util.List;

/**
 * The images that a network learns from.
 *
 * @param validation images that the training validates on and does not train on; may be empty
 */
public record TrainingImages(List<TrainingImage> training, List<TrainingImage> validation) {}
