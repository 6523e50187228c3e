package gyrus.app.imaging.slices;

import gyrus.app.failure.UserError;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The slices of a row that are held back from training for validation. */
public final class HeldBack {

    private HeldBack() {}

    /**
     * Slices spread evenly over the row, so that they lie in all scans and at all depths of a head. Where none of them holds
     * foreground and others do, each gives way to the nearest one of its part of the row that does, as long as one such slice is
     * left to train on.
     *
     * @param count slices in the row
     * @param share the part of them that is held back; at least one slice is
     * @param foreground whether a slice holds foreground
     */
    public static BitSet spread(int count, double share, IntPredicate foreground) {
        int held = held(count, share);
        BitSet chosen = new BitSet(count);
        for (int i = 0; i < held; i++) {
            chosen.set(middle(i, count, held));
        }
        if (chosen.stream().anyMatch(foreground)) {
            return chosen;
        }
        long left = IntStream.range(0, count).filter(foreground).count();
        for (int i = 0; i < held && left > 1; i++) {
            int middle = middle(i, count, held);
            Optional<Integer> nearest = IntStream.range((int) ((long) i * count / held), (int) ((i + 1L) * count / held))
                    .filter(foreground).boxed().min(Comparator.comparingInt(slice -> Math.abs(slice - middle)));
            if (nearest.isPresent()) {
                chosen.clear(middle);
                chosen.set(nearest.get());
                left--;
            }
        }
        return chosen;
    }

    private static int middle(int part, int count, int parts) {
        return (int) ((2L * part + 1) * count / (2L * parts));
    }

    /** Returns the last slices of the row, as in the paper's code. */
    public static BitSet last(int count, double share) {
        BitSet chosen = new BitSet(count);
        chosen.set(count - held(count, share), count);
        return chosen;
    }

    private static int held(int count, double share) {
        int held = (int) Math.max(1, Math.round(count * share));
        if (held >= count) {
            throw new UserError("validationShare = " + share + " holds back " + held + " of " + count
                    + (count == 1 ? " slice" : " slices") + " and leaves none to train on; "
                    + "use more scans, a smaller sliceStep or a smaller validationShare");
        }
        return held;
    }
}
