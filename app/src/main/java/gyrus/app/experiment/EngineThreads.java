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
 * Engines that compute side by side, each for one piece of work at a time. A GPU's have a stream each, so that small launches of
 * one fill what another leaves idle. Once a piece of work has failed, no other is begun.
 */
public final class EngineThreads implements AutoCloseable {

    /** The computation of one engine. */
    @FunctionalInterface
    interface Work<T> {
        T on(Engine engine) throws IOException;
    }

    /** The lower its place, the sooner it is begun. */
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

    /** As many as are asked for, on a device of that name. */
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

    /** One of them, while no work is under way. */
    public Engine first() {
        return engines.getFirst();
    }

    public int count() {
        return engines.size();
    }

    /** Computes something once an engine is free and nothing of a lower place waits. */
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

    /** Whether some work has failed: what is under way is asked to end. */
    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Waits for all of this work; if some failed, throws what failed first. */
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
