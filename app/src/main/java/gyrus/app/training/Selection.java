package gyrus.app.training;

/** The figure by which the best epoch of a training is chosen. */
public enum Selection {
    /** The loss on the validation slices, the lower the better. */
    LOSS,
    /** The mean Dice of the validation scans, each whole and in its own grid, the higher the better. */
    DICE
}
