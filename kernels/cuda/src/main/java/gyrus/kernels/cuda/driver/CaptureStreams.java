package gyrus.kernels.cuda.driver;

import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/**
 * Distributes the ops of a capture over CUDA streams, so that the graph has the dependencies between ops and no others. An op goes
 * to the stream of an op that it waits for, or to a stream without such an op, and waits for the events of all other ops before
 * it. The first stream is the driver's, which runs everything outside captures and the launches of libraries.
 */
final class CaptureStreams {

    /** The operations of the driver that a capture uses. */
    interface Operations {

        CUstream stream(int number);

        CUevent event(int number);

        void record(CUevent event, CUstream stream);

        void waitFor(CUstream stream, CUevent event);
    }

    private static final int BEGIN = 0; // the event before all ops; the event after op i is i + 1
    private static final int NONE = -1;

    private final Operations driver;
    private final int most;
    private final List<Integer> lasts = new ArrayList<>(); // the last op of each stream
    private final List<Integer> streams = new ArrayList<>(); // the stream of each op

    /**
     * Begins a capture.
     *
     * @param most the largest number of streams, at least one; with one stream, ops run in the order of their capture
     */
    CaptureStreams(Operations driver, int most) {
        this.driver = driver;
        this.most = most;
        lasts.add(NONE);
        driver.record(driver.event(BEGIN), driver.stream(0));
    }

    /**
     * Ends the op before, begins another one and returns the stream to launch it on.
     *
     * @param after the earlier ops that it waits for, counted from 0
     * @param library whether a library launches it, which requires the first stream
     */
    CUstream begin(List<Integer> after, boolean library) {
        endLast();
        int op = streams.size();
        int stream = library ? 0 : stream(after);
        if (stream == lasts.size()) {
            lasts.add(NONE);
            driver.waitFor(driver.stream(stream), driver.event(BEGIN));
        }
        for (int awaited : after) {
            if (awaited != lasts.get(stream)) {
                driver.waitFor(driver.stream(stream), driver.event(awaited + 1));
            }
        }
        lasts.set(stream, op);
        streams.add(stream);
        return driver.stream(stream);
    }

    /** Returns the stream whose last op is the latest awaited one, else a new stream, else the least recently used one. */
    private int stream(List<Integer> after) {
        int best = NONE;
        for (int stream = 0; stream < lasts.size(); stream++) {
            if (after.contains(lasts.get(stream)) && (best == NONE || lasts.get(stream) > lasts.get(best))) {
                best = stream;
            }
        }
        if (best != NONE || lasts.size() < most) {
            return best != NONE ? best : lasts.size();
        }
        int oldest = 0;
        for (int stream = 1; stream < lasts.size(); stream++) {
            oldest = lasts.get(stream) < lasts.get(oldest) ? stream : oldest;
        }
        return oldest;
    }

    private void endLast() {
        if (!streams.isEmpty()) {
            int op = streams.size() - 1;
            driver.record(driver.event(op + 1), driver.stream(streams.get(op)));
        }
    }

    /** Ends the capture: makes the first stream wait for all others. */
    void end() {
        endLast();
        for (int stream = 1; stream < lasts.size(); stream++) {
            driver.waitFor(driver.stream(0), driver.event(lasts.get(stream) + 1));
        }
    }
}
