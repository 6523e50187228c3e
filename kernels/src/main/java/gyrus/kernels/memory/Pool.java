package gyrus.kernels.memory;

import gyrus.kernels.DType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A device's memory in exact sizes: what was given back is lent again to the next who asks for just as many bytes.
 *
 * <p>A training step asks for the same sizes in the same order every time, so after the first steps the system is asked for
 * nothing more. Used by one thread.
 */
public final class Pool implements AutoCloseable {

    private static final long ALIGNMENT = 64;

    private final Heap heap;
    private final Map<Long, Deque<MemorySegment>> idle = new HashMap<>();
    private final Set<Long> lent = new HashSet<>(); // addresses
    private long systemBytes;
    private long liveBytes;
    private long peakBytes;

    /** Of the host's memory. */
    public Pool() {
        this(Heap.ofHost());
    }

    public Pool(Heap heap) {
        this.heap = heap;
    }

    /** Lends a block; its content is whatever the last borrower left. */
    public Block lend(DType dtype, long elements) {
        long bytes = Math.multiplyExact(elements, dtype.bytes());
        Deque<MemorySegment> sameSize = idle.get(bytes);
        MemorySegment segment;
        if (sameSize == null || sameSize.isEmpty()) {
            segment = heap.allocate(bytes, ALIGNMENT);
            systemBytes += bytes;
        } else {
            segment = sameSize.pop();
        }
        lent.add(segment.address());
        liveBytes += bytes;
        peakBytes = Math.max(peakBytes, liveBytes);
        return new Block(this, segment, dtype, elements);
    }

    void takeBack(MemorySegment segment, long bytes) {
        lent.remove(segment.address());
        liveBytes -= bytes;
        idle.computeIfAbsent(bytes, size -> new ArrayDeque<>()).push(segment);
    }

    /** Whether the memory at an address is a block's now. */
    public boolean isLent(long address) {
        return lent.contains(address);
    }

    /** Bytes ever asked of the system: constant once training has warmed up. */
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
