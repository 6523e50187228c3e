package gyrus.kernels.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.kernels.DType;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Equal steps ask the system for nothing, and memory that steps no longer use goes back. */
final class PoolTest {

    /** Counts what is asked for, and holds no memory. */
    private static final class CountingHeap implements Heap {

        private final Set<Long> allocated = new HashSet<>();
        private long next = 64;
        private int requests;

        @Override
        public MemorySegment allocate(long bytes, long alignment) {
            requests++;
            next += bytes;
            allocated.add(next);
            return MemorySegment.ofAddress(next);
        }

        @Override
        public void free(MemorySegment memory) {
            assertTrue(allocated.remove(memory.address()), "freed what was not allocated");
        }

        @Override
        public void close() {
            allocated.clear();
        }
    }

    private final CountingHeap heap = new CountingHeap();
    private final Pool pool = new Pool(heap);

    private void step(long... sizes) {
        List<Block> blocks = LongStream.of(sizes).mapToObj(size -> pool.allocate(DType.FLOAT32, size)).toList();
        blocks.forEach(Block::release);
        pool.endStep();
    }

    @Test
    void equalStepsAskTheSystemForNothingAfterTheFirst() {
        step(100, 200, 200);
        for (int i = 0; i < 50; i++) {
            step(100, 200, 200);
        }
        assertEquals(3, heap.requests);
        assertEquals(4 * 500, pool.systemBytes());
    }

    /** Sizes that follow each other within a step: much more is held than is ever allocated at once, and all of it is used. */
    @Test
    void memoryThatEachStepUsesIsKeptAtAnySize() {
        for (int i = 0; i < 50; i++) {
            for (int size = 1; size <= 100; size++) {
                pool.allocate(DType.FLOAT32, size).release();
            }
            pool.endStep();
        }
        assertEquals(100, heap.requests);
    }

    @Test
    void stepsOfManySizesHoldAtMostTwiceThePeakOrWhatTheLastFourUsed() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            step(1 + random.nextInt(1000), 1 + random.nextInt(1000));
            assertTrue(pool.systemBytes() <= Math.max(2 * pool.peakBytes(), 4 * 4 * 2000), pool.systemBytes() + " bytes");
        }
        assertTrue(heap.allocated.size() < 60, heap.allocated.size() + " pieces of memory");
        step(7, 7);
        step(7, 7);
        int requests = heap.requests;
        for (int i = 0; i < 20; i++) {
            step(7, 7);
        }
        assertEquals(requests, heap.requests);
        assertTrue(pool.systemBytes() <= 2 * pool.peakBytes());
    }

    @Test
    void alternatingStepsKeepTheirMemory() {
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int i = 0; i < 20; i++) {
                step(1000, 500);
            }
            for (int i = 0; i < 20; i++) {
                step(700);
            }
        }
        assertEquals(3, heap.requests);
    }

    @Test
    void memoryThatWentBackIsNotIdle() {
        Block block = pool.allocate(DType.FLOAT32, 10);
        Memory memory = block.memory();
        assertFalse(memory.isIdle());
        block.release();
        assertTrue(memory.isIdle());
        pool.freeIdle();
        assertFalse(memory.isIdle());
        assertEquals(0, pool.systemBytes());
        assertEquals(Set.of(), heap.allocated);
    }

    @Test
    void theHostsMemoryGoesBackPieceByPiece() {
        try (Pool host = new Pool()) {
            Block kept = host.allocate(DType.FLOAT32, 16);
            Operand.of(kept).set(3, 5);
            host.allocate(DType.FLOAT32, 1000).release();
            host.freeIdle();
            assertEquals(64, host.systemBytes());
            assertEquals(5, Operand.of(kept).get(3));
        }
    }
}
