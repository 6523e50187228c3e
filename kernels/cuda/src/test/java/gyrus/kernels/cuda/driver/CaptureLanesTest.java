package gyrus.kernels.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import org.junit.jupiter.api.Test;

/** Streams and events as CUDA orders them: each knows what has happened before it. */
final class CaptureLanesTest {

    private static final int PIECES = 60;
    private static final int BEGUN = PIECES; // the capture itself, as if it were a piece

    /** Tracks the launches that are ordered before each stream and each event. */
    private static final class Order implements CaptureLanes.Streams {

        private final Map<Integer, CUstream> streams = new HashMap<>();
        private final Map<Integer, CUevent> events = new HashMap<>();
        private final Map<Object, BitSet> before = new IdentityHashMap<>();

        Order() {
            before(stream(0)).set(BEGUN);
        }

        private BitSet before(Object place) {
            return before.computeIfAbsent(place, fresh -> new BitSet());
        }

        @Override
        public CUstream stream(int lane) {
            return streams.computeIfAbsent(lane, fresh -> new CUstream());
        }

        @Override
        public CUevent event(int number) {
            return events.computeIfAbsent(number, fresh -> new CUevent());
        }

        @Override
        public void record(CUevent event, CUstream stream) {
            before.put(event, (BitSet) before(stream).clone());
        }

        @Override
        public void waitFor(CUstream stream, CUevent event) {
            before(stream).or(before(event));
        }
    }

    private static List<List<Integer>> pieces(Random random) {
        return IntStream.range(0, PIECES).mapToObj(piece -> IntStream.range(0, piece)
                .filter(earlier -> random.nextInt(1 + piece - earlier) == 0 && random.nextBoolean()).boxed().toList()).toList();
    }

    private static BitSet wanted(List<List<Integer>> pieces, int piece) {
        BitSet before = new BitSet();
        for (int earlier : pieces.get(piece)) {
            before.set(earlier);
            before.or(wanted(pieces, earlier));
        }
        return before;
    }

    private static List<BitSet> orderThrough(int most, List<List<Integer>> pieces) {
        Order order = new Order();
        CaptureLanes lanes = new CaptureLanes(order, most);
        List<BitSet> before = new ArrayList<>();
        for (int piece = 0; piece < PIECES; piece++) {
            CUstream stream = lanes.begin(pieces.get(piece), piece % 7 == 3);
            if (piece % 7 == 3) {
                assertEquals(order.stream(0), stream, "libraries launch on the driver's stream");
            }
            assertTrue(order.before(stream).get(BEGUN), "a stream that is no part of the capture");
            before.add((BitSet) order.before(stream).clone());
            order.before(stream).set(piece);
        }
        lanes.end();
        assertEquals(PIECES + 1, order.before(order.stream(0)).cardinality(), "a lane that was not joined");
        assertTrue(order.streams.size() <= most);
        return before;
    }

    @Test
    void everyPieceFollowsThoseThatItWaitsFor() {
        for (int seed = 0; seed < 20; seed++) {
            List<List<Integer>> pieces = pieces(new Random(seed));
            for (int most : List.of(1, 2, 8)) {
                List<BitSet> before = orderThrough(most, pieces);
                for (int piece = 0; piece < PIECES; piece++) {
                    BitSet missing = wanted(pieces, piece);
                    missing.andNot(before.get(piece));
                    assertEquals(new BitSet(), missing, "piece " + piece + " through " + most + " lanes, seed " + seed);
                }
            }
        }
    }

    @Test
    void throughOneLaneAllIsInOrder() {
        List<BitSet> before = orderThrough(1, pieces(new Random(1)));
        assertEquals(IntStream.rangeClosed(1, PIECES).boxed().toList(), before.stream().map(BitSet::cardinality).toList());
    }

    @Test
    void twoPiecesThatBothFollowAThirdFollowNotEachOther() {
        Order order = new Order();
        CaptureLanes lanes = new CaptureLanes(order, 8);
        lanes.begin(List.of(), false);
        CUstream one = lanes.begin(List.of(0), false);
        CUstream other = lanes.begin(List.of(0), false);
        assertTrue(one != other);
    }
}
