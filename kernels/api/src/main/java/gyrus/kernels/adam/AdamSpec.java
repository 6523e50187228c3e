package gyrus.kernels.adam;

/** One step of Adam over {@code elements} weights. */
public record AdamSpec(int elements) {

    /** The number of rates of a step. */
    public static final int RATES = 6;

    public AdamSpec {
        if (elements < 1) {
            throw new IllegalArgumentException("adam: needs at least 1 element, got " + elements);
        }
    }
}
