package gyrus.kernels.cuda.driver;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The launches of a capture, grouped by op, with the ops that each one waits for. A run takes the allowed order that differs most
 * from the order of the capture: among the ops that can run next, the one that was captured last. A missing dependency therefore
 * gives wrong numbers, or a read of memory that no launch has written.
 */
final class CapturedOps {

    private record CapturedOp(List<Integer> after, List<Runnable> launches) {}

    private final List<CapturedOp> ops = new ArrayList<>();

    /** Begins an op that waits for earlier ones, counted from 0. */
    void begin(List<Integer> after) {
        if (after.stream().anyMatch(op -> op < 0 || op >= ops.size())) {
            throw new Fault(FaultKind.LAUNCH, "op " + ops.size() + " of a capture waits for " + after);
        }
        ops.add(new CapturedOp(List.copyOf(after), new ArrayList<>()));
    }

    /** Adds a launch to the op that was begun last. */
    void add(Runnable launch) {
        if (ops.isEmpty()) {
            begin(List.of());
        }
        ops.getLast().launches().add(launch);
    }

    /** Runs all launches. */
    void run() {
        BitSet done = new BitSet();
        while (done.cardinality() < ops.size()) {
            int next = ops.size() - 1;
            while (done.get(next) || !ops.get(next).after().stream().allMatch(done::get)) {
                next--;
            }
            ops.get(next).launches().forEach(Runnable::run);
            done.set(next);
        }
    }
}
