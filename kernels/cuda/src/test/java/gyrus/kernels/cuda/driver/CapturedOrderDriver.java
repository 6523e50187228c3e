package gyrus.kernels.cuda.driver;

import java.util.ArrayList;
import java.util.List;

/** A driver that records which ops the ops of a capture wait for. A forgetful one does not pass these waits to the GPU. */
public final class CapturedOrderDriver extends ForwardingDriver {

    private final boolean forgetful;
    private final List<List<Integer>> ops = new ArrayList<>();

    public CapturedOrderDriver(Driver driver, boolean forgetful) {
        super(driver);
        this.forgetful = forgetful;
    }

    @Override
    public Graph capture(Runnable work) {
        ops.clear();
        return driver.capture(work);
    }

    @Override
    public void beginOp(List<Integer> after, boolean library) {
        ops.add(after);
        driver.beginOp(forgetful ? List.of() : after, library);
    }

    /** Returns the number of ops in the last capture. */
    public int ops() {
        return ops.size();
    }

    /** Returns the number of ops in the longest chain of the last capture: each op of a chain waits for the one before. */
    public int longestChain() {
        int[] lengths = new int[ops.size()];
        int longest = 0;
        for (int op = 0; op < lengths.length; op++) {
            lengths[op] = 1 + ops.get(op).stream().mapToInt(earlier -> lengths[earlier]).max().orElse(0);
            longest = Math.max(longest, lengths[op]);
        }
        return longest;
    }
}
