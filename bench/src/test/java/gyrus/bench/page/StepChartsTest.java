package gyrus.bench.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.bench.result.Measurement;
import gyrus.bench.result.Times;
import gyrus.bench.workload.NetworkShape;
import gyrus.bench.workload.StepPoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whole steps are drawn against what they differ in, and nothing else is. */
final class StepChartsTest {

    private static final StepPoint BASE = new StepPoint(new NetworkShape(32, 128, 8), 2);
    private static final StepPoint SMALL_BATCH = new StepPoint(new NetworkShape(32, 128, 1), 2);

    @Test
    void aPointReadsWhatItWrites() {
        assertEquals(Optional.of(BASE), StepPoint.parse(BASE.toString()));
        assertEquals(Optional.empty(), StepPoint.parse("[8,64,64,32] * 3x3"));
    }

    @Test
    void onlyWhatVariesHasAChart() {
        String svg = StepCharts.of(List.of(step(BASE, 0.8), step(SMALL_BATCH, 0.15))).draw().toString();

        assertTrue(svg.contains("images of a batch"), svg);
        assertFalse(svg.contains("threads</text>"), svg);
        assertTrue(svg.contains("100 ms per image") && svg.contains("150 ms per image"), svg);
    }

    @Test
    void oneStepAloneHasNoChart() {
        assertTrue(StepCharts.of(List.of(step(BASE, 1))).isEmpty());
        assertTrue(StepCharts.of(List.of()).isEmpty());
    }

    private static Measurement step(StepPoint point, double seconds) {
        return new Measurement("training", point.toString(), "declared", 1, 1e9, 1e9, Double.NaN, Double.NaN,
                new Times(List.of(List.of(seconds, seconds)), 0));
    }
}
