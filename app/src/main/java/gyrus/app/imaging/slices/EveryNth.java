package gyrus.app.imaging.slices;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The choice of every n-th slice of a scan. */
public final class EveryNth {

    private EveryNth() {}

    /**
     * Returns every {@code step}-th slice, the first one included. Where none of these holds foreground and others do, the row
     * begins at the slice by which it holds the most.
     *
     * @param count the scan's slices
     * @param foreground whether a slice holds foreground
     */
    public static int[] of(int count, int step, IntPredicate foreground) {
        int[] plain = from(0, count, step);
        if (IntStream.of(plain).anyMatch(foreground)) {
            return plain;
        }
        int best = 0;
        long most = 0;
        for (int first = 1; first < Math.min(step, count); first++) {
            long found = IntStream.of(from(first, count, step)).filter(foreground).count();
            if (found > most) {
                best = first;
                most = found;
            }
        }
        return from(best, count, step);
    }

    private static int[] from(int first, int count, int step) {
        return IntStream.range(0, Math.max(0, Math.ceilDiv(count - first, step))).map(i -> first + i * step).toArray();
    }
}
