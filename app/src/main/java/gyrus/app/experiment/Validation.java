package gyrus.app.experiment;

/** How the slices are chosen that networks are validated on. */
public enum Validation {
    /**
     * All networks of a run validate on one scan, or on those with the role {@code validation}, that none of them trains on.
     * Where no scan is left over, they validate on slices spread over the large training set, which none of them trains on.
     */
    HELD_OUT,
    /** Each network validates on the last slices of its own training set, as in the paper's code. */
    LAST
}
