package gyrus.kernels.reduce;

import gyrus.kernels.Layout;
import java.util.Locale;

/**
 * {@code y = f over the reduced dimensions of x}, added to y when {@code accumulate}; y has x's extents, or one where a
 * dimension is reduced.
 */
public record ReduceSpec(Function function, Layout x, Layout y, boolean accumulate) {

    /** The function that combines the elements of the reduced dimensions. */
    public enum Function {
        SUM, MEAN, MAX
    }

    public ReduceSpec {
        if (!y.broadcastsTo(x)) {
            throw new IllegalArgumentException("reduce: " + x + " cannot be reduced to " + y
                    + "; every extent of the result must be the input's or 1");
        }
    }

    /** Returns the number of elements of x that one element of y combines. */
    public long terms() {
        return x.extent().elements() / y.extent().elements();
    }

    @Override
    public String toString() {
        return function.name().toLowerCase(Locale.ROOT) + " " + x + " -> " + y + (accumulate ? " accumulate" : "");
    }
}
