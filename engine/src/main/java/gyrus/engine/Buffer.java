package gyrus.engine;

import gyrus.kernels.memory.Block;
import java.util.BitSet;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The memory of a tensor, its channel windows and its views, [rows, width], with the memory of its gradient.
 *
 * <p>Gradients are tracked per channel, because the convolutions of a dense block contribute to different channels of one buffer.
 * The first contribution to a channel overwrites the gradient, and later ones add to it; {@link #written} holds the channels
 * that have a contribution.
 *
 * <p>Each channel has a version: the number of the write that filled it, or 0 before the first one. The tape compares versions, as
 * PyTorch does, to find values that were overwritten between their use and the backward pass.
 */
final class Buffer {

    private final Block block;
    private final long offset;
    private final long rows;
    private final int width;
    private final String name;
    private Buffer gradient;
    private final BitSet requiringGrad = new BitSet();
    private final BitSet computed = new BitSet();
    private final BitSet read = new BitSet();
    private final BitSet written = new BitSet();
    private final NavigableMap<Integer, Integer> versions = new TreeMap<>(); // from a channel to the next key: their version
    private int writes;
    private int references;
    private boolean kept;
    private boolean incomplete;

    Buffer(Block block, long offset, long rows, int width, String name) {
        this.block = block;
        this.offset = offset;
        this.rows = rows;
        this.width = width;
        this.name = name;
        versions.put(0, 0);
    }

    Block block() {
        return block;
    }

    /** Returns the index of the buffer's first element in its block. */
    long offset() {
        return offset;
    }

    long rows() {
        return rows;
    }

    int width() {
        return width;
    }

    String name() {
        return name;
    }

    boolean isLive() {
        return block.isLive();
    }

    /** Returns whether the gradient has memory: always for parameters, from the first contribution on for activations. */
    boolean hasGradient() {
        return gradient != null;
    }

    Buffer gradient() {
        return gradient;
    }

    void gradient(Buffer memory) {
        gradient = memory;
    }

    /** Returns the channels that require a gradient. */
    BitSet requiringGrad() {
        return requiringGrad;
    }

    /** Returns the channels that an op on the tape computed. */
    BitSet computed() {
        return computed;
    }

    /** Returns the channels that an op on the tape reads. */
    BitSet read() {
        return read;
    }

    /** Counts a write to the channels {@code from} to {@code to} (exclusive). */
    void write(int from, int to) {
        int behind = versions.floorEntry(to).getValue();
        versions.subMap(from, to).clear();
        versions.put(from, ++writes);
        versions.putIfAbsent(to, behind);
    }

    /** Returns the number of writes to the buffer. */
    int writes() {
        return writes;
    }

    /** Returns whether a channel in {@code from} to {@code to} (exclusive) was written after the first {@code count} writes. */
    boolean isWrittenSince(int count, int from, int to) {
        return versions(from, to).stream().anyMatch(version -> version > count);
    }

    /** Returns whether all channels {@code from} to {@code to} (exclusive) have values. */
    boolean isFilled(int from, int to) {
        return versions(from, to).stream().noneMatch(version -> version == 0);
    }

    private Collection<Integer> versions(int from, int to) {
        return versions.subMap(versions.floorKey(from), to).values();
    }

    /** Returns the channels whose gradient has a contribution. */
    BitSet written() {
        return written;
    }

    /** Sets whether a failed backward pass has left the gradient incomplete. */
    void markIncomplete(boolean isIncomplete) {
        incomplete = isIncomplete;
    }

    /** Throws if a failed backward pass has left the gradient incomplete. */
    void requireComplete() {
        if (incomplete) {
            throw new IllegalStateException("gradient of " + name + ": it is incomplete because a backward pass failed; call"
                    + " zeroGradients() on the parameters first");
        }
    }

    /** Adds a reference from the tape, for a derivative that accesses this buffer or its gradient. */
    void retain() {
        references++;
    }

    /** Removes a reference from the tape. */
    void release() {
        references--;
    }

    boolean isRetained() {
        return references > 0;
    }

    boolean isKept() {
        return kept;
    }

    /** Keeps the memory until the step or the engine is closed. */
    void keep() {
        kept = true;
    }

    /** Frees the memory of the values and of the gradient, if it has not been freed before. */
    void free() {
        if (block.isLive()) {
            block.release();
        }
        if (gradient != null) {
            gradient.block.release();
            gradient = null;
        }
    }
}
