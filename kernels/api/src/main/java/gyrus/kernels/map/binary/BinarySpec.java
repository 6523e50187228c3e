package gyrus.kernels.map.binary;

import gyrus.kernels.Layout;
import java.util.Locale;

/** {@code y = f(a, b)}, added to y when {@code accumulate}; a and b have y's extents, or one where they are repeated. */
public record BinarySpec(BinaryFunction function, Layout a, Layout b, Layout y, boolean accumulate) {

    public BinarySpec {
        if (!a.broadcastsTo(y) || !b.broadcastsTo(y)) {
            throw new IllegalArgumentException("binary map: " + a + " and " + b + " cannot be broadcast to " + y);
        }
    }

    @Override
    public String toString() {
        return function.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + a + ", " + b + " -> " + y
                + (accumulate ? " accumulate" : "");
    }
}
