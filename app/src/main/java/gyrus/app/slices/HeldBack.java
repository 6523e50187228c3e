package gyrus.app.slices;

import gyrus.app.UserError;
import java.util.BitSet;

/** The slices of a row that are held back from training for validation. */
public final class HeldBack {

    private HeldBack() {}

    /**
     * Slices spread evenly over the row, so that they lie in all scans and at all depths of a head.
     *
     * @param count slices in the row
     * @param share the part of them that is held back; at least one slice is
     */
    public static BitSet spread(int count, double share) {
        int held = held(count, share);
        BitSet chosen = new BitSet(count);
        for (int i = 0; i < held; i++) {
            chosen.set((int) ((2L * i + 1) * count / (2L * held)));
        }
        return chosen;
    }

    /** The last slices of the row, as in the paper's code. */
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
