package gyrus.kernels.cuda;

import gyrus.kernels.cuda.driver.Driver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;

/** Times launches on the GPU by events before and after each one. The host does not wait for them. */
final class LaunchTimer {

    private static final int MOST_OPEN = 2048; // launches whose times have not been read

    private record Open(LongConsumer nanos, Driver.Event begin, Driver.Event end) {}

    private final Driver driver;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Deque<Driver.Event> idle = new ArrayDeque<>();

    LaunchTimer(Driver driver) {
        this.driver = driver;
    }

    /**
     * Times a launch.
     *
     * @param nanos receives the duration in nanoseconds, at a later call of this timer
     */
    void time(Runnable launch, LongConsumer nanos) {
        if (open.size() == MOST_OPEN) {
            close(open.remove());
        }
        Driver.Event begin = event();
        Driver.Event end = event();
        driver.record(begin);
        launch.run();
        driver.record(end);
        open.add(new Open(nanos, begin, end));
    }

    /** Waits for the launches of the work, and returns their duration. */
    double seconds(Runnable work) {
        Driver.Event begin = event();
        Driver.Event end = event();
        driver.record(begin);
        work.run();
        driver.record(end);
        end.await();
        double seconds = end.secondsSince(begin);
        idle.push(begin);
        idle.push(end);
        return seconds;
    }

    /** Waits for all launches, and reports their durations. */
    void collect() {
        while (!open.isEmpty()) {
            close(open.remove());
        }
    }

    private void close(Open launch) {
        launch.end().await();
        launch.nanos().accept(Math.round(launch.end().secondsSince(launch.begin()) * 1e9));
        idle.push(launch.begin());
        idle.push(launch.end());
    }

    private Driver.Event event() {
        return idle.isEmpty() ? driver.event() : idle.pop();
    }
}
