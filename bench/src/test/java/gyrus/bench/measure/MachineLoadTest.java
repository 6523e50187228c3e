package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The counters of {@code /proc/stat}, in hundredths of a second. */
final class MachineLoadTest {

    private static final MachineLoad START = MachineLoad.parse("cpu  1000 100 200 5000 300 10 20 40 7 8", 3, 2000);

    @Test
    void readsTheLineOfAllProcessors() {
        assertEquals(66.7, START.all(), 1e-9, "guests are part of user, and not counted again");
        assertEquals(13.3, START.busy(), 1e-9);
        assertEquals(0.4, START.stolen(), 1e-9);
    }

    @Test
    void whatThisProcessUsedIsNotOfOthers() {
        MachineLoad end = MachineLoad.parse("cpu  1060 100 200 5030 300 10 20 50 7 8", 3.38, 2000);

        assertEquals(0.1, end.stolenSince(START), 1e-9, "0.1 of 1 second");
        assertEquals(0.2, end.othersSince(START), 1e-9, "0.6 seconds busy, 0.38 of them by this process, less 0.02 of rounding");
        assertEquals(0, START.othersSince(START));
    }

    @Test
    void anIdleMachineIsNotDisturbedByTheRoundingOfItsCounters() {
        MachineLoad end = MachineLoad.parse("cpu  1021 100 200 5000 300 10 20 40 7 8", 3.19, 2000);

        assertEquals(0, end.othersSince(START), 1e-9);
    }

    @Test
    void countersOfThisMachineDoNotRunBackwards() {
        MachineLoad start = MachineLoad.now();
        long until = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        MachineLoad end = MachineLoad.now();

        assertTrue(end.own() >= start.own() + 0.01, "50 ms of spinning take CPU time");
        assertTrue(end.all() >= start.all() && end.busy() >= start.busy() && end.stolen() >= start.stolen());
        assertTrue(end.othersSince(start) >= 0 && end.othersSince(start) <= 1 && end.stolenSince(start) <= 1);
    }
}
