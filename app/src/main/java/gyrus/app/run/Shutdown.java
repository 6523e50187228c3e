package gyrus.app.run;

import java.util.concurrent.CountDownLatch;

/**
 * A request to end the program, by SIGTERM or Ctrl-C. Running work can ask for it, write a checkpoint, and then let the program
 * end. The exit code is that of the signal, 143 or 130.
 */
public final class Shutdown implements AutoCloseable {

    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "shutdown");
    private final Runnable told;
    private volatile boolean requested;

    private Shutdown(Runnable told) {
        this.told = told;
    }

    /** From now on the program ends only after {@link #close}; where it is ending already, that is known from the start. */
    public static Shutdown awaited() {
        return awaited(() -> {});
    }

    /** @param told is run, by another thread, once the end is wanted */
    public static Shutdown awaited(Runnable told) {
        Shutdown shutdown = new Shutdown(told);
        try {
            Runtime.getRuntime().addShutdownHook(shutdown.hook);
        } catch (IllegalStateException underWay) { // while another is awaited
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
