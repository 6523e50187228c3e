package gyrus.kernels.cuda.driver;

import java.util.ArrayList;
import java.util.List;

/** A driver that notes what the pieces of captures wait for, and may forget to tell it to the GPU. */
public final class PiecesDriver extends ForwardingDriver {

    private final boolean forgetful;
    private final List<List<Integer>> pieces = new ArrayList<>();

    public PiecesDriver(Driver driver, boolean forgetful) {
        super(driver);
        this.forgetful = forgetful;
    }

    @Override
    public Graph capture(Runnable work) {
        pieces.clear();
        return driver.capture(work);
    }

    @Override
    public void piece(List<Integer> after, boolean library) {
        pieces.add(after);
        driver.piece(forgetful ? List.of() : after, library);
    }

    /** Returns the number of pieces of the last capture. */
    public int pieces() {
        return pieces.size();
    }

    /** Pieces of the longest row in the last capture in which each waits for the one before. */
    public int longestChain() {
        int[] lengths = new int[pieces.size()];
        int longest = 0;
        for (int piece = 0; piece < lengths.length; piece++) {
            lengths[piece] = 1 + pieces.get(piece).stream().mapToInt(earlier -> lengths[earlier]).max().orElse(0);
            longest = Math.max(longest, lengths[piece]);
        }
        return longest;
    }
}
