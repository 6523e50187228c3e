package gyrus.kernels.cuda;

import gyrus.kernels.DType;
import gyrus.kernels.cuda.driver.Driver;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Heap;
import gyrus.kernels.memory.Pool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/** Allocates pinned host memory for copies to and from a GPU. A block that a copy still reads is reused only after the copy. */
final class Staging {

    /** A released block, and the event behind the copy that reads it. */
    private record Copying(Block block, Driver.Event behind) {}

    private final Driver driver;
    private final Pool pool;
    private final Deque<Copying> copying = new ArrayDeque<>();
    private final Deque<Driver.Event> idle = new ArrayDeque<>();

    Staging(Driver driver) {
        this.driver = driver;
        pool = new Pool(new PinnedHeap(driver));
    }

    /** Allocates a block of float32. */
    Block allocate(long elements) {
        while (!copying.isEmpty() && copying.peek().behind().hasPassed()) {
            Copying done = copying.remove();
            done.block().release();
            idle.push(done.behind());
        }
        return pool.allocate(DType.FLOAT32, elements);
    }

    /** Releases a block after the copy from it that was launched last. */
    void releaseBehindCopy(Block block) {
        Driver.Event behind = idle.isEmpty() ? driver.event() : idle.pop();
        driver.record(behind);
        copying.add(new Copying(block, behind));
    }

    /** Ends a step: frees memory as {@link Pool#endStep} does. */
    void endStep() {
        pool.endStep();
    }

    /** Returns the bytes that are pinned now. */
    long systemBytes() {
        return pool.systemBytes();
    }

    /** The source of pinned memory. The driver frees all of it when it is closed. */
    private record PinnedHeap(Driver driver) implements Heap {

        @Override
        public MemorySegment allocate(long bytes, long alignment) {
            return driver.allocatePinned(bytes); // aligned to a page
        }

        @Override
        public void free(MemorySegment memory) {
            driver.freePinned(memory);
        }

        @Override
        public void close() {}
    }
}
