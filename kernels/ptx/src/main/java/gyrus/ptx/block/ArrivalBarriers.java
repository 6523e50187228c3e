package gyrus.ptx.block;

import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import gyrus.ptx.memory.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Barriers that count arrivals and bytes, {@code mbarrier}. A phase is complete when the expected number of threads and of bytes
 * have arrived. Words that TMA loads are stored when a thread waits for their phase; an access before that is a fault.
 */
public final class ArrivalBarriers {

    private static final class State {
        private final int arrivals; // of each phase
        private final List<Delivery> deliveries = new ArrayList<>();
        private List<TensorReads.Arrival> arrived = new ArrayList<>(); // in this phase
        private List<TensorReads.Arrival> arrivedBefore = List.of(); // in the phase before
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

    /** Words of a load to shared memory, each with whether its source was written. */
    public record Delivery(int[] places, int[] values, boolean[] written) {}

    private final Map<Long, State> states = new HashMap<>(); // by their address in shared memory
    private final TensorReads reads;
    private long completed;

    /**
     * Creates the barriers of a block.
     *
     * @param reads receives the arrivals that a thread has waited for
     */
    public ArrivalBarriers(TensorReads reads) {
        this.reads = reads;
    }

    /** Removes all barriers, for the next block. */
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

    /** Creates a barrier at an address of shared memory, for a number of arrivals in each phase. */
    public void initialize(long place, int arrivals) {
        states.put(place, new State(arrivals));
    }

    /**
     * Counts the arrival of a thread, which may raise the number of bytes that the phase expects.
     *
     * @throws AccessFault if all arrivals of the phase have been counted, or there is no barrier at the address
     */
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

    /** Adds loaded words to the phase of a barrier. */
    public void deliver(long place, Delivery delivery, int lane) {
        state(place, lane).deliveries.add(delivery);
    }

    /** Returns whether the phase of a parity is complete, after storing the words that were delivered so far. */
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
