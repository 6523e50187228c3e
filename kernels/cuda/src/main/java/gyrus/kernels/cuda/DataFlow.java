package gyrus.kernels.cuda;

import gyrus.kernels.Extent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which ops of a row of ops must wait for which: those that touch the same memory, unless both only read it. All others may run in
 * any order, and side by side.
 */
final class DataFlow {

    /**
     * What an op does to some memory.
     *
     * @param first element, counted through all memory
     */
    record Access(long first, Extent extent, boolean writes) {

        boolean conflicts(Access other) {
            return (writes || other.writes) && meets(other);
        }

        private boolean meets(Access other) {
            if (first + extent.span() <= other.first || other.first + other.extent.span() <= first) {
                return false;
            }
            int pitch = extent.pitch();
            if (pitch != other.extent.pitch()) {
                return true;
            }
            // windows of the same lines: they meet where one begins within the other's columns
            return Math.floorMod(other.first - first, pitch) < extent.width()
                    || Math.floorMod(first - other.first, pitch) < other.extent.width();
        }
    }

    private final List<List<Access>> ops = new ArrayList<>();
    private final List<BitSet> before = new ArrayList<>(); // all that each op waits for

    /** Adds an op; returns those that it must wait for, but for those that they wait for themselves. */
    List<Integer> add(List<Access> accesses) {
        BitSet earlier = new BitSet();
        List<Integer> awaited = new ArrayList<>();
        for (int op = ops.size() - 1; op >= 0; op--) {
            if (!earlier.get(op) && conflict(ops.get(op), accesses)) {
                awaited.add(op);
                earlier.set(op);
                earlier.or(before.get(op));
            }
        }
        ops.add(List.copyOf(accesses));
        before.add(earlier);
        return awaited;
    }

    private static boolean conflict(List<Access> some, List<Access> others) {
        return some.stream().anyMatch(one -> others.stream().anyMatch(one::conflicts));
    }
}
