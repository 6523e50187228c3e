package gyrus.kernels.memory;

import java.lang.foreign.MemorySegment;

/**
 * A contiguous part of the system's memory that a {@link Pool} holds. The pool allocates it as one block after another until the
 * pool frees it.
 */
public final class Memory {

    private enum State {
        ALLOCATED, IDLE, FREED
    }

    private final MemorySegment segment;
    private final long bytes;
    private State state = State.ALLOCATED;
    private long idleSince; // the pool's step

    Memory(MemorySegment segment, long bytes) {
        this.segment = segment;
        this.bytes = bytes;
    }

    MemorySegment segment() {
        return segment;
    }

    long bytes() {
        return bytes;
    }

    /** Returns whether the pool holds this memory and no block uses it. */
    public boolean isIdle() {
        return state == State.IDLE;
    }

    /** Returns the step of the pool in which a block used this memory last. */
    long idleSince() {
        return idleSince;
    }

    /** Marks the memory as used by a block. */
    void allocate() {
        state = State.ALLOCATED;
    }

    /** Marks the memory as idle, after its block was released in the given step of the pool. */
    void release(long step) {
        state = State.IDLE;
        idleSince = step;
    }

    /** Marks the memory as freed: the pool does not hold it. */
    void free() {
        state = State.FREED;
    }
}
