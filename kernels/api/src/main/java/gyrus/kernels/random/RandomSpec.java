package gyrus.kernels.random;

import gyrus.kernels.Extent;

/** The problem of a random fill. The index of an element in the stream counts the elements of y row by row, without gaps. */
public record RandomSpec(Distribution distribution, Extent y) {

    /** The distribution that the numbers are drawn from. */
    public enum Distribution {
        /** Uniform on [0, 1). */
        UNIFORM,
        /** Standard normal. */
        NORMAL,
        /** Whole numbers from 0 to 65535, the chunks of another key. */
        CHUNK
    }
}
