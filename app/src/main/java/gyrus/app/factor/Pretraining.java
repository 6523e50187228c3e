package gyrus.app.factor;

/** The task that a network learns before it learns to segment. */
public enum Pretraining {
    /** The network learns no other task: segmentation begins with random weights. */
    NONE,
    /** The network learns to restore corrupted slices of scans. */
    SCANS
}
