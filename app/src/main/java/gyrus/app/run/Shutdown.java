package gyrus.app.run;

import java.util.concurrent.CountDownLatch;

/**
 * A request to end the program, by SIGTERM or Ctrl-C. Running work asks for {@link #requested}, writes a checkpoint, and lets the
 * program end by {@link #close}. The exit code is that of the signal: 143 for SIGTERM, 130 for Ctrl-C.
 */
public final class Shutdown implements AutoCloseable {

    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "shutdown");
    private final Runnable told;
    private volatile boolean requested;

    private Shutdown(Runnable told) {
        this.told = told;
    }

    /** Delays the end of the program until {@link #close}. If the program is ending already, the end counts as requested. */
    public static Shutdown awaited() {
        return awaited(() -> {});
    }

    /**
     * Delays the end of the program until {@link #close}. If the program is ending already, the end counts as requested.
     *
     * @param told runs when the end is requested, on another thread
     */
    public static Shutdown awaited(Runnable told) {
        Shutdown shutdown = new Shutdown(told);
        try {
            Runtime.getRuntime().addShutdownHook(shutdown.hook);
        } catch (IllegalStateException underWay) { // the program is ending, and waits for another one
            shutdown.requested = true;
            told.run();
        }
        return shutdown;
    }

    /** Returns whether the program was asked to end. */
    public boolean requested() {
        return requested;
    }

    private void askAndWait() {
        requested = true;
        told.run();
        try {
            left.await();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        left.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException underWay) {
            // the hook runs, and ends by itself now
        }
    }
}
