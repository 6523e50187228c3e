package gyrus.kernels.cuda.driver;

import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/**
 * The streams that a capture goes through, so that its graph has the pieces' own order and no other: a piece goes on where one that
 * it waits for ended, or on a stream of its own, and waits for an event behind each of the others. The first stream is the
 * driver's, on which everything else runs, and where libraries launch.
 */
final class CaptureLanes {

    /** The operations that it needs from the driver. */
    interface Streams {

        CUstream stream(int lane);

        CUevent event(int number);

        void record(CUevent event, CUstream stream);

        void waitFor(CUstream stream, CUevent event);
    }

    private static final int BEGIN = 0; // the event before all pieces; that behind piece i is i + 1
    private static final int NONE = -1;

    private final Streams streams;
    private final int most;
    private final List<Integer> lasts = new ArrayList<>(); // the last piece of each lane
    private final List<Integer> lanes = new ArrayList<>(); // of the pieces

    /** @param most streams, at least one; with one alone everything is in order */
    CaptureLanes(Streams streams, int most) {
        this.streams = streams;
        this.most = most;
        lasts.add(NONE);
        streams.record(streams.event(BEGIN), streams.stream(0));
    }

    /** Begins a piece, and ends the one before; returns the stream to launch it on. */
    CUstream begin(List<Integer> after, boolean library) {
        endLast();
        int piece = lanes.size();
        int lane = library ? 0 : lane(after);
        if (lane == lasts.size()) {
            lasts.add(NONE);
            streams.waitFor(streams.stream(lane), streams.event(BEGIN));
        }
        for (int awaited : after) {
            if (awaited != lasts.get(lane)) {
                streams.waitFor(streams.stream(lane), streams.event(awaited + 1));
            }
        }
        lasts.set(lane, piece);
        lanes.add(lane);
        return streams.stream(lane);
    }

    /** Returns the lane whose last piece is the latest awaited one, else a new lane, else the least recently used lane. */
    private int lane(List<Integer> after) {
        int best = NONE;
        for (int lane = 0; lane < lasts.size(); lane++) {
            if (after.contains(lasts.get(lane)) && (best == NONE || lasts.get(lane) > lasts.get(best))) {
                best = lane;
            }
        }
        if (best != NONE || lasts.size() < most) {
            return best != NONE ? best : lasts.size();
        }
        int oldest = 0;
        for (int lane = 1; lane < lasts.size(); lane++) {
            oldest = lasts.get(lane) < lasts.get(oldest) ? lane : oldest;
        }
        return oldest;
    }

    private void endLast() {
        if (!lanes.isEmpty()) {
            int piece = lanes.size() - 1;
            streams.record(streams.event(piece + 1), streams.stream(lanes.get(piece)));
        }
    }

    /** Brings all lanes together on the first one. */
    void end() {
        endLast();
        for (int lane = 1; lane < lasts.size(); lane++) {
            streams.waitFor(streams.stream(0), streams.event(lasts.get(lane) + 1));
        }
    }
}
