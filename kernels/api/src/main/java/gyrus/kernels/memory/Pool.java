package gyrus.kernels.memory;

import gyrus.kernels.DType;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A device's memory in exact sizes: what was given back is lent again to the next who asks for just as many bytes.
 *
 * <p>A training step asks for the same sizes in the same order every time, so after the first steps the system is asked for
 * nothing more. Where steps vary in their sizes, the memory of earlier ones goes back to the system: at the end of a step, while
 * the pool holds more than {@value #MOST_PEAKS} times the most bytes that were ever lent at once, it frees what the last
 * {@value #STEPS} steps did not use, the longest idle first. Used by one thread.
 */
public final class Pool implements AutoCloseable {

    private static final long ALIGNMENT = 64;
    private static final int MOST_PEAKS = 2;
    private static final int STEPS = 4;

    private final Heap heap;
    private final Map<Long, Deque<Memory>> idle = new HashMap<>(); // by bytes
    private long step;
    private long systemBytes;
    private long liveBytes;
    private long peakBytes;

    /** Creates a pool of the host's memory. */
    public Pool() {
        this(Heap.ofHost());
    }

    public Pool(Heap heap) {
        this.heap = heap;
    }

    /** Lends a block; its content is whatever the last borrower left. */
    public Block lend(DType dtype, long elements) {
        long bytes = Math.multiplyExact(elements, dtype.bytes());
        Deque<Memory> sameSize = idle.get(bytes);
        Memory memory;
        if (sameSize == null || sameSize.isEmpty()) {
            memory = new Memory(heap.allocate(bytes, ALIGNMENT), bytes);
            systemBytes += bytes;
        } else {
            memory = sameSize.pop();
            memory.lend();
        }
        liveBytes += bytes;
        peakBytes = Math.max(peakBytes, liveBytes);
        return new Block(this, memory, dtype, elements);
    }

    void takeBack(Memory memory) {
        memory.takeBack(step);
        liveBytes -= memory.bytes();
        idle.computeIfAbsent(memory.bytes(), size -> new ArrayDeque<>()).push(memory);
    }

    /** Notes that a step is over; frees what the last steps did not use, where the pool holds much more than was ever lent. */
    public void endStep() {
        step++;
        if (systemBytes > MOST_PEAKS * peakBytes) {
            List<Memory> unused = idle.values().stream().flatMap(Deque::stream)
                    .filter(memory -> step - memory.idleSince() > STEPS)
                    .sorted(Comparator.comparingLong(Memory::idleSince)).toList();
            for (int i = 0; i < unused.size() && systemBytes > MOST_PEAKS * peakBytes; i++) {
                free(unused.get(i));
            }
        }
    }

    /** Frees whatever is lent to nobody. */
    public void freeIdle() {
        idle.values().stream().flatMap(Deque::stream).toList().forEach(this::free);
    }

    private void free(Memory memory) {
        Deque<Memory> sameSize = idle.get(memory.bytes());
        sameSize.remove(memory);
        if (sameSize.isEmpty()) {
            idle.remove(memory.bytes());
        }
        memory.giveBack();
        heap.free(memory.segment());
        systemBytes -= memory.bytes();
    }

    /** Bytes that the pool holds of the system now, lent or idle: constant once training has warmed up. */
    public long systemBytes() {
        return systemBytes;
    }

    /** Bytes lent out now. */
    public long liveBytes() {
        return liveBytes;
    }

    /** The most bytes that were lent out at once. */
    public long peakBytes() {
        return peakBytes;
    }

    /** Returns everything to the system; every block becomes unusable. */
    @Override
    public void close() {
        heap.close();
    }
}
