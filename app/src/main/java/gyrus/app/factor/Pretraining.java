package gyrus.app.factor;

/** The task that a network learns before it learns to segment. */
public enum Pretraining {
    /** The network learns no other task: segmentation begins with random weights. */
    NONE,
    /** The network learns to restore corrupted slices of scans. */
    SCANS,
    /** The network learns to restore corrupted slices of synthetic heads. */
    PHANTOMS,
    /**
     * The network learns nothing beforehand, but segmentation takes as many more steps as pre-training on scans would take, rounded
     * up to whole epochs. Both arms then compute equally much.
     */
    LONGER;

    /** Returns whether segmentation begins with the weights of another training. */
    public boolean transfers() {
        return this == SCANS || this == PHANTOMS;
    }
}
