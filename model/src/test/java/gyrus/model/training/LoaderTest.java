package gyrus.model.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.engine.op.Shape;
import gyrus.engine.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loader gives the batches of the order, from a thread of its own that ends with it. */
@Timeout(30)
final class LoaderTest {

    private static final int SAMPLES = 11;
    private static final int BATCH = 4;

    /** Sample i is [i, -i]; the hook runs before each copy. */
    private static Samples samples(Runnable hook) {
        Column column = new Column() {
            @Override
            public int count() {
                return SAMPLES;
            }

            @Override
            public Shape shape(int samples) {
                return new Shape(samples, 2);
            }

            @Override
            public void copy(int sample, float[] into, int offset) {
                hook.run();
                into[offset] = sample;
                into[offset + 1] = -sample;
            }
        };
        return new Samples(column, column, Samples.Kind.CLASSES);
    }

    @Test
    void batchesFollowTheOrderAndTheFirstOneIsChosen() {
        int[] order = RandomStream.of(1, "order").permutation(SAMPLES);
        for (int first = 0; first <= 3; first++) {
            List<Integer> loaded = new ArrayList<>();
            try (Loader loader = new Loader(samples(() -> {}), order, BATCH, first)) {
                while (loader.hasNext()) {
                    Loader.Batch batch = loader.next();
                    for (int i = 0; i < batch.chosen().length; i++) {
                        loaded.add(batch.chosen()[i]);
                        assertEquals(batch.chosen()[i], batch.inputs()[2 * i]);
                        assertEquals(-batch.chosen()[i], batch.targets()[2 * i + 1]);
                    }
                }
                assertThrows(IllegalStateException.class, loader::next);
            }
            assertArrayEquals(Arrays.copyOfRange(order, Math.min(first * BATCH, SAMPLES), SAMPLES),
                    loaded.stream().mapToInt(i -> i).toArray(), "from batch " + first);
        }
    }

    /** The computation does not ask for a batch, and yet the next ones are copied together. */
    @Test
    void batchesThatCannotBeLoadedAreRefusedBeforeTheThreadBegins() {
        assertEquals("loader: a batch of -2 samples; it must have at least 1", refusal(new int[] {0}, -2, 0));
        assertEquals("loader: a batch of 0 samples; it must have at least 1", refusal(new int[] {0}, 0, 0));
        assertEquals("loader: the order names sample 99; there are 11, counted from 0", refusal(new int[] {0, 99}, 1, 0));
        assertEquals("loader: the order names sample -1; there are 11, counted from 0", refusal(new int[] {-1}, 1, 0));
        assertEquals("loader: first batch -1; there are 2, counted from 0", refusal(new int[] {0, 1}, 1, -1));
    }

    private static String refusal(int[] order, int batch, int first) {
        return assertThrows(IllegalArgumentException.class, () -> new Loader(samples(() -> {}), order, batch, first)).getMessage();
    }

    @Test
    void theOrderIsThatOfTheBeginningAndAClosedLoaderSaysSo() {
        int[] order = {3, 1, 2};
        Loader loader = new Loader(samples(() -> {}), order, 3, 0);
        Arrays.fill(order, 0);
        assertArrayEquals(new int[] {3, 1, 2}, loader.next().chosen());
        loader.close();
        assertEquals("loader: it was closed before this use",
                assertThrows(IllegalStateException.class, loader::next).getMessage());
    }

    @Test
    void batchesAreLoadedAheadOnAnotherThread() throws InterruptedException {
        CountDownLatch two = new CountDownLatch(2 * 2 * BATCH); // inputs and targets of two batches
        AtomicReference<Thread> loading = new AtomicReference<>();
        try (Loader loader = new Loader(samples(() -> {
            loading.set(Thread.currentThread());
            two.countDown();
        }), RandomStream.of(1, "order").permutation(SAMPLES), BATCH, 0)) {
            assertTrue(two.await(20, TimeUnit.SECONDS), "two batches without a call of next()");
            assertNotSame(Thread.currentThread(), loading.get());
            assertTrue(loader.hasNext());
        }
        assertFalse(loading.get().isAlive(), "close() ends the thread, whose queue was full");
    }

    @Test
    void aFailureReachesTheCallerAfterTheBatchesBeforeIt() {
        RuntimeException failure = new IllegalArgumentException("no such file");
        AtomicInteger copies = new AtomicInteger();
        Samples damaged = samples(() -> {
            if (copies.incrementAndGet() > 2 * BATCH) {
                throw failure;
            }
        });
        try (Loader loader = new Loader(damaged, RandomStream.of(1, "order").permutation(SAMPLES), BATCH, 0)) {
            assertEquals(BATCH, loader.next().chosen().length);
            IllegalStateException told = assertThrows(IllegalStateException.class, loader::next);
            assertSame(failure, told.getCause());
            assertEquals("loader: the samples of a batch cannot be read: java.lang.IllegalArgumentException: no such file",
                    told.getMessage());
            assertFalse(loader.hasNext());
        }
    }
}
