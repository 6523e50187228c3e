package gyrus.kernels.sgd;

/** One step of stochastic gradient descent over {@code elements} weights. */
public record SgdSpec(int elements) {

    /** The number of rates of a step. */
    public static final int RATES = 4;

    public SgdSpec {
        if (elements < 1) {
            throw new IllegalArgumentException("sgd: needs at least 1 element, got " + elements);
        }
    }
}
