package gyrus.ptx.block;

import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.memory.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Barriers that count arrivals and bytes, {@code mbarrier}: a phase is complete when as many threads have arrived as were announced
 * and as many bytes as they expect. What TMA loads is delivered when a thread waits for it, and must not be touched
 * before.
 */
public final class ArrivalBarriers {

    private static final class State {
        private final int arrivals; // of each phase
        private final List<Delivery> deliveries = new ArrayList<>();
        private List<TensorReads.Arrival> arrived = new ArrayList<>(); // in this phase
        private List<TensorReads.Arrival> arrivedBefore = List.of(); // in the last one
        private int missing;
        private long bytes;
        private long phase;

        State(int arrivals) {
            this.arrivals = arrivals;
            missing = arrivals;
        }

        void completeIfDone() {
            if (missing == 0 && bytes == 0) {
                phase++;
                missing = arrivals;
                arrivedBefore = arrived;
                arrived = new ArrayList<>();
            }
        }
    }

    /** Words on their way to shared memory, and which of them had been written where they come from. */
    public record Delivery(int[] places, int[] values, boolean[] written) {}

    private final Map<Long, State> states = new HashMap<>(); // by their place in shared memory
    private final TensorReads reads;
    private long completed;

    public ArrivalBarriers(TensorReads reads) {
        this.reads = reads;
    }

    public void clear() {
        states.clear();
    }

    /** Returns the number of completed phases of all barriers. */
    public long completed() {
        return completed;
    }

    private State state(long place, int lane) {
        State state = states.get(place);
        if (state == null) {
            throw new AccessFault(lane, FaultKind.BARRIER, "uses a barrier at byte " + place
                    + " of the block's shared memory, which nobody initialized");
        }
        return state;
    }

    public void initialize(long place, int arrivals) {
        states.put(place, new State(arrivals));
    }

    public void arrive(long place, long expectedBytes, int lane) {
        State state = state(place, lane);
        if (state.missing == 0) {
            throw new AccessFault(lane, FaultKind.BARRIER, "arrives at a barrier at byte " + place
                    + " of the block's shared memory, of which all "
                    + state.arrivals + " arrivals of this phase are there: it did not wait for the phase to end");
        }
        state.missing--;
        state.bytes += expectedBytes;
        state.arrived.add(reads.arrive(lane));
        complete(state);
    }

    public void deliver(long place, Delivery delivery, int lane) {
        state(place, lane).deliveries.add(delivery);
    }

    /** Whether the phase of that parity is complete; what was to be delivered before is there then. */
    public boolean isComplete(Block block, long place, long parity, int lane) {
        State state = state(place, lane);
        for (Delivery delivery : state.deliveries) {
            for (int i = 0; i < delivery.places.length; i++) {
                block.shared().endCopy(delivery.places[i], delivery.values[i],
                        delivery.written[i] ? Stamp.TENSOR_COPY : Stamp.NOBODY);
            }
            state.bytes -= 4L * delivery.places.length;
        }
        state.deliveries.clear();
        complete(state);
        boolean isComplete = (state.phase & 1) != parity;
        if (isComplete) {
            reads.learn(lane, state.arrivedBefore);
        }
        return isComplete;
    }

    private void complete(State state) {
        long before = state.phase;
        state.completeIfDone();
        completed += state.phase - before;
    }
}
