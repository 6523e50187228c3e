package gyrus.kernels.cpu;

import gyrus.kernels.DType;
import gyrus.kernels.memory.Block;
import gyrus.kernels.memory.Pool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads that run the tasks of a launch.
 *
 * <p>Results do not depend on the threads: a kernel cuts a sum into tasks by the problem alone, and tasks write disjoint memory.
 * Idle threads spin briefly, then sleep. A launch waits only for threads that have taken one of its tasks, so a sleeping thread or
 * a busy machine costs no more than its help.
 */
public final class Workers implements AutoCloseable {

    /** The work of a launch, in numbered tasks. */
    @FunctionalInterface
    public interface Task {
        /** Runs one task. The number of the worker selects its {@linkplain Workers#scratch scratch memory}. */
        void run(int task, int worker);
    }

    /** One launch. Threads take its tasks one by one; the launch is over when all tasks are done. */
    private static final class Round {
        private final Task task;
        private final int tasks;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile Throwable failure;

        Round(Task task, int tasks) {
            this.task = task;
            this.tasks = tasks;
        }

        void work(int worker) {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                try {
                    task.run(i, worker);
                } catch (Throwable thrown) {
                    failure = thrown;
                }
                done.incrementAndGet();
            }
        }
    }

    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private final Pool pool = new Pool();
    private final Block[] scratch;
    private Block shared;
    private volatile Round round = new Round((task, worker) -> {}, 0);
    private volatile boolean closed;

    Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("device cpu: needs at least 1 thread, got " + threads);
        }
        scratch = new Block[threads];
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int worker = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name("gyrus-worker-" + worker).start(() -> serve(worker));
        }
    }

    /** Returns the number of threads that run tasks, including the calling thread. */
    public int threads() {
        return helpers.length + 1;
    }

    /** Runs tasks 0 to {@code tasks - 1} and returns when all are done. The calling thread runs tasks as worker 0. */
    public void run(int tasks, Task task) {
        if (helpers.length == 0 || tasks == 1) {
            for (int i = 0; i < tasks; i++) {
                task.run(i, 0);
            }
            return;
        }
        Round current = new Round(task, tasks);
        round = current;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        current.work(0);
        for (int spins = 0; current.done.get() < tasks; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        if (current.failure != null) {
            throw new IllegalStateException("a worker failed: " + current.failure, current.failure);
        }
    }

    private void serve(int worker) {
        Round seen = round;
        while (true) {
            for (int spins = 0; round == seen && !closed; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen = round;
            seen.work(worker);
        }
    }

    /** Reserves at least the given bytes of scratch memory for each worker. Call it while preparing a plan, not during a launch. */
    public void reserveScratch(long bytes) {
        for (int i = 0; i < scratch.length; i++) {
            if (scratch[i] == null || scratch[i].bytes() < bytes) {
                if (scratch[i] != null) {
                    scratch[i].release();
                    pool.freeIdle();
                }
                scratch[i] = pool.allocate(DType.FLOAT32, (bytes + 3) / 4);
            }
        }
    }

    /**
     * Returns the address of a worker's scratch memory, 64-byte aligned, of the reserved size. Its content is valid during one
     * task.
     */
    public long scratch(int worker) {
        return scratch[worker].segment().address();
    }

    /**
     * Reserves at least the given bytes of scratch memory for all workers together. Call it while preparing a plan, not during a
     * launch.
     */
    public void reserveShared(long bytes) {
        if (shared == null || shared.bytes() < bytes) {
            if (shared != null) {
                shared.release();
                pool.freeIdle();
            }
            shared = pool.allocate(DType.FLOAT32, (bytes + 3) / 4);
        }
    }

    /**
     * Returns the address of the memory that all workers share, 64-byte aligned, of the reserved size. Its content is valid during
     * one launch.
     */
    public long shared() {
        return shared.segment().address();
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        for (Thread helper : helpers) {
            try {
                helper.join();
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
        pool.close();
    }
}
