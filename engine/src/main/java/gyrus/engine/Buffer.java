package gyrus.engine;

import gyrus.kernels.memory.Block;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The memory behind a tensor and its channel windows, [rows, width], and the gradient that gathers for it.
 *
 * <p>Not every channel's gradient exists at once: a dense block's convs hand back theirs one after the other. {@code written}
 * holds the channels that have one, so that the first contribution to a channel replaces and later ones add.
 *
 * <p>Each channel has a version: the number of the write that filled it, 0 before the first one. The tape compares versions, as
 * PyTorch does, to find values that were overwritten between their use and the backward pass.
 */
final class Buffer {

    private final Block block;
    private final long offset;
    private final long rows;
    private final int width;
    private final String name;
    private Buffer gradient;
    private final BitSet followed = new BitSet();
    private final BitSet computed = new BitSet();
    private final BitSet read = new BitSet();
    private final BitSet written = new BitSet();
    private final int[] versions;
    private int writes;
    private int mentions;
    private boolean kept;
    private boolean torn;

    Buffer(Block block, long offset, long rows, int width, String name) {
        this.block = block;
        this.offset = offset;
        this.rows = rows;
        this.width = width;
        this.name = name;
        this.versions = new int[width];
    }

    Block block() {
        return block;
    }

    /** Elements from the block's begin to this buffer's. */
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

    /** Where gradients gather: parameters have it from the start, activations from the first contribution. */
    boolean hasGradient() {
        return gradient != null;
    }

    Buffer gradient() {
        return gradient;
    }

    void gradient(Buffer memory) {
        gradient = memory;
    }

    /** The channels whose gradient a backward pass has to find. */
    BitSet followed() {
        return followed;
    }

    /** The channels that an op on the tape computed. */
    BitSet computed() {
        return computed;
    }

    /** The channels that an op on the tape reads. */
    BitSet read() {
        return read;
    }

    /** Counts a write of the channels {@code from} to {@code to} (exclusive). */
    void write(int from, int to) {
        Arrays.fill(versions, from, to, ++writes);
    }

    /** How often the buffer was written. */
    int writes() {
        return writes;
    }

    /** Whether some of the channels {@code from} to {@code to} (exclusive) were written after that many writes. */
    boolean isWrittenSince(int count, int from, int to) {
        for (int channel = from; channel < to; channel++) {
            if (versions[channel] > count) {
                return true;
            }
        }
        return false;
    }

    /** Whether all channels {@code from} to {@code to} (exclusive) hold values. */
    boolean isFilled(int from, int to) {
        for (int channel = from; channel < to; channel++) {
            if (versions[channel] == 0) {
                return false;
            }
        }
        return true;
    }

    /** The channels whose gradient has begun to gather. */
    BitSet written() {
        return written;
    }

    /** Notes whether a backward pass failed after it had contributed to this gradient. */
    void tear(boolean isTorn) {
        torn = isTorn;
    }

    /** Refuses a gradient of which a failed backward pass has left a part. */
    void requireWhole() {
        if (torn) {
            throw new IllegalStateException("gradient of " + name + ": a backward pass failed halfway and left a part of it; call"
                    + " zeroGradients() of the parameters first");
        }
    }

    /** One more step of the tape will need this buffer, or its gradient, in the backward pass. */
    void mention() {
        mentions++;
    }

    /** A step of the tape is done with it; true when it was the last. */
    boolean forget() {
        return --mentions == 0;
    }

    boolean isMentioned() {
        return mentions > 0;
    }

    boolean isKept() {
        return kept;
    }

    /** From now on only the step's or the engine's end gives it back. */
    void keep() {
        kept = true;
    }

    /** Gives the activation's and the gradient's memory back, where it was not before. */
    void release() {
        if (block.isLive()) {
            block.release();
        }
        if (gradient != null) {
            gradient.block.release();
            gradient = null;
        }
    }
}
