package gyrus.ptx.block;

import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The {@code wgmma} products of one warpgroup that still read shared memory. */
public final class PendingProducts {

    /** The number of threads in a warpgroup. */
    public static final int WARPGROUP = 128;

    private final Deque<List<int[]>> groups = new ArrayDeque<>();
    private List<int[]> open = new ArrayList<>(); // the first and the last word that each product reads

    /** Waits until at most {@code left} groups of products remain. */
    public void await(int left) {
        while (groups.size() > left) {
            groups.remove();
        }
    }

    /** Refuses to overwrite words that a pending product reads. */
    public void requireOver(int first, int last, int lane) {
        groups.forEach(group -> requireOver(group, first, last, lane));
        requireOver(open, first, last, lane);
    }

    private static void requireOver(List<int[]> ranges, int first, int last, int lane) {
        for (int[] range : ranges) {
            if (range[0] <= last && first <= range[1]) {
                throw new AccessFault(lane, FaultKind.RACE, "copies to byte " + 4L * Math.max(first, range[0])
                        + " of the block's shared memory, which wgmma is still reading");
            }
        }
    }

    /** Records that the product being issued reads words of shared memory. */
    public void add(int first, int last) {
        open.add(new int[] {first, last});
    }

    /** Forms a group of the products that were issued since the last call. */
    public void commit() {
        groups.add(open);
        open = new ArrayList<>();
    }
}
