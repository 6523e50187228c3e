package gyrus.kernels.memory;

import gyrus.kernels.DType;
import java.lang.foreign.MemorySegment;

/** A block of a device's memory that a {@link Pool} allocated: 64-byte aligned, of exactly the requested elements. */
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

    /** Returns the memory of the block. The segment of GPU memory has length 0, so that the host cannot access it. */
    public MemorySegment segment() {
        checkLive();
        return memory.segment();
    }

    /** Returns the memory of the pool that the block lies in, which tells how the memory is used after the release. */
    public Memory memory() {
        return memory;
    }

    /** Returns the memory to the pool, which may allocate it as another block. */
    public void release() {
        checkLive();
        live = false;
        pool.release(memory);
    }

    /** Returns whether the block is allocated: it was not released. */
    public boolean isLive() {
        return live;
    }

    private void checkLive() {
        if (!live) {
            throw new IllegalStateException("memory: a block of " + elements + " elements is used after its release");
        }
    }
}
