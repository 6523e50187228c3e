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

/** Checks the order of ops on streams and events that record which ops happen before them, as CUDA defines it. */
final class CaptureStreamsTest {

    private static final int OPS = 60;
    private static final int BEGUN = OPS; // the begin of the capture, as if it were an op

    /** Tracks the launches that are ordered before each stream and each event. */
    private static final class Order implements CaptureStreams.Operations {

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
        public CUstream stream(int number) {
            return streams.computeIfAbsent(number, fresh -> new CUstream());
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

    private static List<List<Integer>> ops(Random random) {
        return IntStream.range(0, OPS).mapToObj(op -> IntStream.range(0, op)
                .filter(earlier -> random.nextInt(1 + op - earlier) == 0 && random.nextBoolean()).boxed().toList()).toList();
    }

    private static BitSet ancestors(List<List<Integer>> ops, int op) {
        BitSet before = new BitSet();
        for (int earlier : ops.get(op)) {
            before.set(earlier);
            before.or(ancestors(ops, earlier));
        }
        return before;
    }

    private static List<BitSet> orderOn(int most, List<List<Integer>> ops) {
        Order order = new Order();
        CaptureStreams capture = new CaptureStreams(order, most);
        List<BitSet> before = new ArrayList<>();
        for (int op = 0; op < OPS; op++) {
            CUstream stream = capture.begin(ops.get(op), op % 7 == 3);
            if (op % 7 == 3) {
                assertEquals(order.stream(0), stream, "libraries launch on the driver's stream");
            }
            assertTrue(order.before(stream).get(BEGUN), "a stream that is not part of the capture");
            before.add((BitSet) order.before(stream).clone());
            order.before(stream).set(op);
        }
        capture.end();
        assertEquals(OPS + 1, order.before(order.stream(0)).cardinality(), "a stream for which the first one does not wait");
        assertTrue(order.streams.size() <= most);
        return before;
    }

    @Test
    void everyOpFollowsThoseThatItWaitsFor() {
        for (int seed = 0; seed < 20; seed++) {
            List<List<Integer>> ops = ops(new Random(seed));
            for (int most : List.of(1, 2, 8)) {
                List<BitSet> before = orderOn(most, ops);
                for (int op = 0; op < OPS; op++) {
                    BitSet missing = ancestors(ops, op);
                    missing.andNot(before.get(op));
                    assertEquals(new BitSet(), missing, "op " + op + " on " + most + " streams, seed " + seed);
                }
            }
        }
    }

    @Test
    void onOneStreamOpsRunInTheOrderOfTheCapture() {
        List<BitSet> before = orderOn(1, ops(new Random(1)));
        assertEquals(IntStream.rangeClosed(1, OPS).boxed().toList(), before.stream().map(BitSet::cardinality).toList());
    }

    @Test
    void twoOpsThatWaitForAThirdDoNotWaitForEachOther() {
        Order order = new Order();
        CaptureStreams capture = new CaptureStreams(order, 8);
        capture.begin(List.of(), false);
        CUstream one = capture.begin(List.of(0), false);
        CUstream other = capture.begin(List.of(0), false);
        assertTrue(one != other);
    }
}
