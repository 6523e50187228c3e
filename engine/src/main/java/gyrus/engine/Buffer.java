package gyrus.engine;

import gyrus.kernels.memory.Block;
import java.util.BitSet;

/**
 * The memory behind a tensor and its channel windows, [rows, width], and the gradient that gathers for it.
 *
 * <p>Not every channel's gradient exists at once: a dense block's convs hand back theirs one after the other. {@code written}
 * holds the channels that have one, so that the first contribution to a channel replaces and later ones add.
 */
final class Buffer {

    private final Block block;
    private final long offset;
    private final long rows;
    private final int width;
    private final String name;
    private Buffer gradient;
    private final BitSet followed = new BitSet();
    private final BitSet written = new BitSet();
    private int mentions;
    private boolean kept;

    Buffer(Block block, long offset, long rows, int width, String name) {
        this.block = block;
        this.offset = offset;
        this.rows = rows;
        this.width = width;
        this.name = name;
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

    /** The channels whose gradient has begun to gather. */
    BitSet written() {
        return written;
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

    /** Gives the activation's and the gradient's memory back. */
    void release() {
        block.release();
        if (gradient != null) {
            gradient.block.release();
            gradient = null;
        }
    }
}
