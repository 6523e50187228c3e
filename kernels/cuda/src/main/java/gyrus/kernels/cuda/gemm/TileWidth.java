package gyrus.kernels.cuda.gemm;

import java.util.Arrays;
import java.util.Comparator;

/** The choice among the widths of output tiles that a kernel is compiled for. */
public final class TileWidth {

    private TileWidth() {}

    /** Returns the width with the fewest padding columns; ties go to the widest. */
    public static int of(int columns, int... widths) {
        return Arrays.stream(widths).boxed().min(Comparator.<Integer>comparingInt(width -> Math.ceilDiv(columns, width) * width)
                .thenComparing(Comparator.reverseOrder())).orElseThrow();
    }
}
