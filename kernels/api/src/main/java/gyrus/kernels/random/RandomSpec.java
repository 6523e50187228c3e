package gyrus.kernels.random;

import gyrus.kernels.Extent;

/** Every element of {@code y} becomes a random number; its index in the stream counts y's elements row by row, gaps left out. */
public record RandomSpec(Distribution distribution, Extent y) {

    /** The distribution that the numbers are drawn from. */
    public enum Distribution {
        /** On [0, 1). */
        UNIFORM,
        /** Standard normal. */
        NORMAL
    }
}
