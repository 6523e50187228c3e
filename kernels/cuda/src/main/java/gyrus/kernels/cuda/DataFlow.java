package gyrus.kernels.cuda;

import gyrus.kernels.Extent;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The dependencies in a sequence of ops: two ops depend on each other if they access the same memory, unless both only read it.
 * All other ops may run in any order and at the same time.
 */
final class DataFlow {

    /**
     * The access of an op to memory.
     *
     * @param first the index of the first element, counted through all memory
     * @param extent the elements from there on
     * @param writes whether the op writes them
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
            // windows of one buffer overlap if one begins within the columns of the other
            return Math.floorMod(other.first - first, pitch) < extent.width()
                    || Math.floorMod(first - other.first, pitch) < other.extent.width();
        }
    }

    private final List<List<Access>> ops = new ArrayList<>();
    private final List<BitSet> before = new ArrayList<>(); // all earlier ops that each op depends on

    /** Adds an op, and returns the ops that it must wait for, except those that they wait for themselves. */
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
