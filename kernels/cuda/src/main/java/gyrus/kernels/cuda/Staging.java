package gyrus.kernels.cuda;

import gyrus.kernels.DType;
import gyrus.kernels.cuda.driver.Driver;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Heap;
import gyrus.kernels.memory.Pool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/** Pinned memory that copies to and from a GPU go through; what a copy still reads is not lent again before it is done. */
final class Staging {

    private record Copying(Block block, Driver.Event behind) {}

    private final Driver driver;
    private final Pool pool;
    private final Deque<Copying> copying = new ArrayDeque<>();
    private final Deque<Driver.Event> idle = new ArrayDeque<>();

    Staging(Driver driver) {
        this.driver = driver;
        pool = new Pool(new PinnedHeap(driver));
    }

    Block lend(long elements) {
        while (!copying.isEmpty() && copying.peek().behind().hasPassed()) {
            Copying done = copying.remove();
            done.block().release();
            idle.push(done.behind());
        }
        return pool.lend(DType.FLOAT32, elements);
    }

    /** Takes a block back of which a copy was just begun. */
    void releaseBehindCopy(Block block) {
        Driver.Event behind = idle.isEmpty() ? driver.event() : idle.pop();
        driver.record(behind);
        copying.add(new Copying(block, behind));
    }

    void endStep() {
        pool.endStep();
    }

    /** Bytes pinned now. */
    long systemBytes() {
        return pool.systemBytes();
    }

    /** The driver unpins it all when it is closed. */
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
