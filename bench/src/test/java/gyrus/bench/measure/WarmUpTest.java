package gyrus.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Work is run until nothing more is compiled. */
final class WarmUpTest {

    @Test
    void workThatCompilesNothingRunsForTheWindowAlone() {
        AtomicInteger runs = new AtomicInteger();

        WarmUp.Warmed warmed = WarmUp.until(0.05, () -> {
            runs.incrementAndGet();
            LockSupport.parkNanos(5_000_000);
        });

        assertEquals(runs.get(), warmed.runs());
        assertTrue(warmed.seconds() >= 0.05 && warmed.lastSeconds() >= 0.004, warmed.toString());
    }

    @Test
    void aWindowOfNoLengthIsOneRun() {
        WarmUp.Warmed warmed = WarmUp.until(0, () -> {});

        assertEquals(1, warmed.runs());
    }
}
