package gyrus.model.training;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Copies the batches of one epoch together on a thread of its own, a few ahead of the computation. The order of samples is given,
 * so it does not depend on the thread.
 */
public final class Loader implements AutoCloseable {

    /**
     * The numbers of one batch.
     *
     * @param chosen the indices of its samples
     */
    public record Batch(int[] chosen, float[] inputs, float[] targets) {}

    private static final int AHEAD = 2; // batches that wait in the queue

    /** A message of the loading thread: a batch, or the failure that ended it. */
    private sealed interface Message {
        record Loaded(Batch batch) implements Message {}

        record Failed(Throwable cause) implements Message {}
    }

    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;
    private int left;
    private boolean closed;

    /**
     * Begins to load.
     *
     * @param order the indices of all samples of the epoch
     * @param batch the number of samples in a batch; the last one may be smaller
     * @param first the first batch to load, counted from 0, for an epoch that is resumed
     */
    public Loader(Samples samples, int[] order, int batch, int first) {
        if (batch < 1) {
            throw new IllegalArgumentException("loader: a batch of " + batch + " samples; it must have at least 1");
        }
        int batches = Math.ceilDiv(order.length, batch);
        if (first < 0 || first > batches) {
            throw new IllegalArgumentException("loader: first batch " + first + "; there are " + batches + ", counted from 0");
        }
        for (int sample : order) {
            if (sample < 0 || sample >= samples.count()) {
                throw new IllegalArgumentException("loader: the order names sample " + sample + "; there are " + samples.count()
                        + ", counted from 0");
            }
        }
        int[] fixed = order.clone();
        left = batches - first;
        thread = Thread.ofPlatform().name("gyrus-loader").daemon().start(() -> {
            try {
                load(samples, fixed, batch, first, batches);
            } catch (InterruptedException closed) {
                // the queue is full, and nobody takes from it any more
            }
        });
    }

    private void load(Samples samples, int[] order, int batch, int first, int batches) throws InterruptedException {
        try {
            for (int i = first; i < batches; i++) {
                int[] chosen = Arrays.copyOfRange(order, i * batch, Math.min((i + 1) * batch, order.length));
                queue.put(new Message.Loaded(new Batch(chosen, samples.inputs().get(chosen), samples.targets().get(chosen))));
            }
        } catch (RuntimeException | Error failure) {
            queue.put(new Message.Failed(failure));
        }
    }

    /** Returns whether the epoch has another batch. */
    public boolean hasNext() {
        return left > 0;
    }

    /**
     * Returns the next batch, after waiting for it.
     *
     * @throws IllegalStateException if the samples could not be read; its cause is the failure
     */
    public Batch next() {
        if (closed) {
            throw new IllegalStateException("loader: it was closed before this use");
        }
        if (!hasNext()) {
            throw new IllegalStateException("loader: there is no batch after the last one of the epoch; ask hasNext() first");
        }
        try {
            return switch (queue.take()) {
                case Message.Loaded loaded -> {
                    left--;
                    yield loaded.batch();
                }
                case Message.Failed failed -> {
                    left = 0;
                    throw new IllegalStateException("loader: the samples of a batch cannot be read: " + failed.cause(),
                            failed.cause());
                }
            };
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("loader: interrupted while it waited for a batch", interrupted);
        }
    }

    /** Ends the thread and waits until it no longer reads samples. */
    @Override
    public void close() {
        closed = true;
        left = 0;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
