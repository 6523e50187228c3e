package gyrus.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.result.Conditions.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Iterations in which the machine did something else are left out and counted. */
final class ConditionsTest {

    private static final Sample QUIET = new Sample(1, 0, 0, 2000);

    @Test
    void disturbedIterationsAreDroppedAndCounted() {
        Times times = Times.of(List.of(List.of(QUIET, new Sample(5, 0.02, 0, 2000), QUIET),
                List.of(new Sample(6, 0, 0.2, 2000), QUIET, new Sample(7, 0, 0, 1800))), 0);

        assertEquals(List.of(List.of(1.0, 1.0), List.of(1.0)), times.seconds());
        assertEquals(3, times.conditions().disturbed());
        assertEquals("3 of 6 iterations disturbed, dropped", times.conditions().text());
    }

    @Test
    void allIterationsAreKeptWhereMostWereDisturbed() {
        Times times = Times.of(List.of(List.of(QUIET, new Sample(5, 0.5, 0, 2000), new Sample(6, 0, 0.5, 2000))), 0);

        assertEquals(List.of(List.of(1.0, 5.0, 6.0)), times.seconds());
        assertEquals("2 of 3 iterations disturbed, kept", times.conditions().text());
    }

    @Test
    void aProcessThatWasDisturbedThroughoutIsLeftOut() {
        Times times = Times.of(List.of(List.of(QUIET, QUIET), List.of(new Sample(5, 0.5, 0, 2000))), 0);

        assertEquals(List.of(List.of(1.0, 1.0)), times.seconds());
    }

    @Test
    void anUnknownFrequencyDisturbsNothing() {
        Times times = Times.of(List.of(List.of(new Sample(1, 0, 0, Double.NaN), new Sample(2, 0.01, 0.05, Double.NaN))), 0);

        assertEquals("", times.conditions().text());
        assertEquals(1.5, times.median());
        assertTrue(Conditions.UNKNOWN.text().isEmpty());
    }
}
