package gyrus.kernels.memory;

import gyrus.kernels.DType;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Allocates a device's memory, and reuses released memory for the next request of equal size in bytes.
 *
 * <p>A training step requests equal sizes in equal order every time, so after the first steps the pool requests nothing more from
 * the system. If the sizes vary between steps, the pool frees memory at the end of a step. It does so while it holds more than
 * {@value #MOST_PEAKS} times the peak of allocated bytes, and frees only memory that was idle for {@value #STEPS} steps, the
 * longest idle first. One thread uses a pool.
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

    /** Creates an empty pool that takes its memory from a heap. */
    public Pool(Heap heap) {
        this.heap = heap;
    }

    /**
     * Allocates a block. Its content is undefined.
     *
     * @throws ArithmeticException if the size in bytes exceeds a long
     */
    public Block allocate(DType dtype, long elements) {
        long bytes = Math.multiplyExact(elements, dtype.bytes());
        Deque<Memory> sameSize = idle.get(bytes);
        Memory memory;
        if (sameSize == null || sameSize.isEmpty()) {
            memory = new Memory(heap.allocate(bytes, ALIGNMENT), bytes);
            systemBytes += bytes;
        } else {
            memory = sameSize.pop();
            memory.allocate();
        }
        liveBytes += bytes;
        peakBytes = Math.max(peakBytes, liveBytes);
        return new Block(this, memory, dtype, elements);
    }

    void release(Memory memory) {
        memory.release(step);
        liveBytes -= memory.bytes();
        idle.computeIfAbsent(memory.bytes(), size -> new ArrayDeque<>()).push(memory);
    }

    /** Ends a step: frees memory that the last steps did not use, if the pool holds much more than the peak of allocated bytes. */
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

    /** Frees all memory that no block uses. */
    public void freeIdle() {
        idle.values().stream().flatMap(Deque::stream).toList().forEach(this::free);
    }

    private void free(Memory memory) {
        Deque<Memory> sameSize = idle.get(memory.bytes());
        sameSize.remove(memory);
        if (sameSize.isEmpty()) {
            idle.remove(memory.bytes());
        }
        memory.free();
        heap.free(memory.segment());
        systemBytes -= memory.bytes();
    }

    /** Returns the bytes that the pool holds, allocated or idle. The number is constant once a training has warmed up. */
    public long systemBytes() {
        return systemBytes;
    }

    /** Returns the bytes that are allocated now. */
    public long liveBytes() {
        return liveBytes;
    }

    /** Returns the largest number of bytes that were allocated at once. */
    public long peakBytes() {
        return peakBytes;
    }

    /** Frees all memory; every block becomes unusable. */
    @Override
    public void close() {
        heap.close();
    }
}
