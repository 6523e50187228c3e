package gyrus.app.experiment;

import gyrus.app.option.DeviceOption;
import gyrus.engine.Engine;
import gyrus.engine.Engine.OpTime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Engines that compute in parallel, each for one task at a time. On a GPU, each engine has a stream of its own, so that small
 * launches of one use what another leaves idle. After a task has failed, no other task is begun.
 */
public final class EngineThreads implements AutoCloseable {

    /** The computation of one engine. */
    @FunctionalInterface
    interface Work<T> {
        T on(Engine engine) throws IOException;
    }

    /** A task in the queue; tasks of a lower place begin first. */
    private record Waiting(int place, Runnable work) implements Runnable, Comparable<Waiting> {

        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Waiting other) {
            return Integer.compare(place, other.place);
        }
    }

    private final List<Engine> engines;
    private final BlockingQueue<Engine> free;
    private final ThreadPoolExecutor threads;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    private EngineThreads(List<Engine> engines) {
        this.engines = List.copyOf(engines);
        free = new LinkedBlockingQueue<>(engines);
        threads = new ThreadPoolExecutor(engines.size(), engines.size(), 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>());
    }

    /** Opens a number of engines on the device of a name. */
    public static EngineThreads open(String device, int count) {
        List<Engine> engines = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                engines.add(DeviceOption.open(device));
            }
            return new EngineThreads(engines);
        } catch (RuntimeException refused) {
            engines.forEach(Engine::close);
            throw refused;
        }
    }

    /** Returns one of the engines, for use while no task runs. */
    public Engine first() {
        return engines.getFirst();
    }

    /** Returns the number of engines. */
    public int count() {
        return engines.size();
    }

    /** Queues a task; it begins once an engine is free and no task of a lower place waits. */
    <T> CompletableFuture<T> submit(int place, Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(new Waiting(place, () -> run(work, result)));
        return result;
    }

    private <T> void run(Work<T> work, CompletableFuture<T> result) {
        if (hasFailed()) {
            result.completeExceptionally(new CancellationException());
            return;
        }
        Engine engine = free.remove(); // there are as many threads as engines
        T done;
        try {
            done = work.on(engine);
        } catch (IOException | RuntimeException | Error trouble) {
            failure.compareAndSet(null, trouble);
            result.completeExceptionally(trouble);
            return;
        } finally {
            engine.handOver();
            free.add(engine);
        }
        result.complete(done);
    }

    /** Returns whether a task has failed; running tasks end at their next check. */
    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Waits for tasks. If some failed, throws the failure of the first. */
    void await(List<? extends CompletableFuture<?>> all) throws IOException {
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).exceptionally(trouble -> null).join();
        switch (failure.get()) {
            case null -> {}
            case IOException trouble -> throw trouble;
            case RuntimeException trouble -> throw trouble;
            case Error trouble -> throw trouble;
            case Throwable trouble -> throw new IllegalStateException(trouble);
        }
    }

    /** Returns the time of each op, summed over all engines. */
    public List<OpTime> profile() {
        return engines.stream().flatMap(engine -> engine.profile().stream()).toList();
    }

    @Override
    public void close() {
        threads.close();
        engines.forEach(Engine::close);
    }
}
