package gyrus.kernels.cuda.driver;

import gyrus.ptx.fault.Fault;
import gyrus.ptx.fault.FaultKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The launches of a capture, in pieces. They run in an order as far from that of their capture as the pieces' own order allows:
 * among those that could be next, the one that was captured last. A piece that waits for too little computes wrong numbers, or
 * reads what nobody wrote.
 */
final class CapturedPieces {

    private record Piece(List<Integer> after, List<Runnable> launches) {}

    private final List<Piece> pieces = new ArrayList<>();

    void begin(List<Integer> after) {
        if (after.stream().anyMatch(piece -> piece < 0 || piece >= pieces.size())) {
            throw new Fault(FaultKind.LAUNCH, "piece " + pieces.size() + " of a capture waits for " + after);
        }
        pieces.add(new Piece(List.copyOf(after), new ArrayList<>()));
    }

    /** In the piece begun last. */
    void add(Runnable launch) {
        if (pieces.isEmpty()) {
            begin(List.of());
        }
        pieces.getLast().launches().add(launch);
    }

    void run() {
        BitSet done = new BitSet();
        while (done.cardinality() < pieces.size()) {
            int next = pieces.size() - 1;
            while (done.get(next) || !pieces.get(next).after().stream().allMatch(done::get)) {
                next--;
            }
            pieces.get(next).launches().forEach(Runnable::run);
            done.set(next);
        }
    }
}
