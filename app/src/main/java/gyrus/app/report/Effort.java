package gyrus.app.report;

/**
 * The amount of training that a network needed to reach a validation Dice.
 *
 * @param epochs epochs of the segmentation training alone
 * @param steps training steps of the segmentation training and of the pre-training before it
 * @param seconds seconds of both trainings, validation included
 */
public record Effort(int epochs, long steps, double seconds) {}
