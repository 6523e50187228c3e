package gyrus.app.report;

/**
 * The training that a network took to reach a validation Dice.
 *
 * @param epochs of segmentation alone
 * @param steps training steps of segmentation and of the network's pre-training
 * @param seconds of segmentation and of the network's pre-training, with validation
 */
public record Effort(int epochs, long steps, double seconds) {}
