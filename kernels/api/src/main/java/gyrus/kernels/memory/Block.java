package gyrus.kernels.memory;

import gyrus.kernels.DType;
import java.lang.foreign.MemorySegment;

/** A piece of a device's memory lent by a {@link Pool}: 64-byte aligned, of exactly the elements asked for. */
public final class Block {

    private final Pool pool;
    private final Memory memory;
    private final DType dtype;
    private final long elements;
    private boolean live = true;

    Block(Pool pool, Memory memory, DType dtype, long elements) {
        this.pool = pool;
        this.memory = memory;
        this.dtype = dtype;
        this.elements = elements;
    }

    /** Returns the number format of the elements. */
    public DType dtype() {
        return dtype;
    }

    /** Returns the number of elements. */
    public long elements() {
        return elements;
    }

    /** Returns the size in bytes. */
    public long bytes() {
        return elements * dtype.bytes();
    }

    /** Returns the block's first address, in the host's memory or in the GPU's. */
    public long address() {
        return segment().address();
    }

    /** The memory itself; of no length where it is not the host's, so that the host cannot touch it. */
    public MemorySegment segment() {
        checkLive();
        return memory.segment();
    }

    /** The memory that it lies in, for those who ask what becomes of it after the block's release. */
    public Memory memory() {
        return memory;
    }

    /** Gives the memory back to the pool, to be lent again as another block. */
    public void release() {
        checkLive();
        live = false;
        pool.takeBack(memory);
    }

    /** Returns whether the block is allocated: nobody has released it for the last time. */
    public boolean isLive() {
        return live;
    }

    private void checkLive() {
        if (!live) {
            throw new IllegalStateException("memory: a block of " + elements + " elements is used after its release");
        }
    }
}
