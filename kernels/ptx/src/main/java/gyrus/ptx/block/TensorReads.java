package gyrus.ptx.block;

import gyrus.ptx.fault.AccessFault;
import gyrus.ptx.fault.FaultKind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The record of ordinary loads from words that TMA has written to shared memory. TMA may overwrite words only after the thread
 * that issues the copy has waited for an arrival at a barrier that each reader made after its reads.
 */
public final class TensorReads {

    /** An arrival of a thread at a barrier, numbered among the arrivals of that thread. */
    public record Arrival(int lane, int number) {}

    /** Words that a thread read after a number of its arrivals. */
    private static final class Read {
        private final int arrivals;
        private int first = Integer.MAX_VALUE;
        private int last;

        Read(int arrivals) {
            this.arrivals = arrivals;
        }
    }

    private final List<Deque<Read>> reads; // of each thread, oldest first
    private final int[] arrivals; // of each thread, so far
    private final Map<Integer, int[]> known = new HashMap<>(); // by waiter: the last arrival of each thread

    /** Creates the record of a block's threads. */
    public TensorReads(int threads) {
        reads = Stream.generate(() -> (Deque<Read>) new ArrayDeque<Read>()).limit(threads).toList();
        arrivals = new int[threads];
    }

    /** Removes all records, for the next block. */
    public void clear() {
        reads.forEach(Deque::clear);
        Arrays.fill(arrivals, 0);
        known.clear();
    }

    /** Records that a thread reads a word. */
    public void read(int lane, int word) {
        Deque<Read> ofLane = reads.get(lane);
        if (ofLane.isEmpty() || ofLane.getLast().arrivals != arrivals[lane]) {
            ofLane.add(new Read(arrivals[lane]));
        }
        Read read = ofLane.getLast();
        read.first = Math.min(read.first, word);
        read.last = Math.max(read.last, word);
    }

    /** Returns the next arrival of a thread. */
    public Arrival arrive(int lane) {
        return new Arrival(lane, ++arrivals[lane]);
    }

    /** Records that a thread has waited for a phase with these arrivals. */
    public void learn(int waiter, List<Arrival> phase) {
        int[] ofAll = known.computeIfAbsent(waiter, lane -> new int[arrivals.length]);
        phase.forEach(arrival -> ofAll[arrival.lane()] = Math.max(ofAll[arrival.lane()], arrival.number()));
    }

    /** Refuses to overwrite words whose readers the writing thread has not waited for. */
    public void requireOver(int writer, int first, int last) {
        int[] ofAll = known.getOrDefault(writer, new int[arrivals.length]);
        for (int lane = 0; lane < arrivals.length; lane++) {
            Deque<Read> ofLane = reads.get(lane);
            while (!ofLane.isEmpty() && ofLane.getFirst().arrivals < ofAll[lane]) {
                ofLane.remove();
            }
            for (Read read : ofLane) {
                if (read.first <= last && first <= read.last) {
                    throw new AccessFault(writer, FaultKind.RACE, "copies to byte " + 4L * Math.max(first, read.first)
                            + " of the block's shared memory,"
                            + " which thread number " + lane
                            + " has read, and it did not wait for that one's arrival at a barrier");
                }
            }
        }
    }
}
