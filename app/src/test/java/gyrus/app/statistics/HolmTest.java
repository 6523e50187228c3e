package gyrus.app.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Holm's step-down correction. */
final class HolmTest {

    /** R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03, 0.06, 0.06, 0.02. */
    @Test
    void agreesWithR() {
        double[] corrected = Holm.corrected(List.of(0.01, 0.04, 0.03, 0.005)).stream().mapToDouble(p -> p).toArray();
        assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, corrected, 1e-15);
    }

    @Test
    void noPExceedsOneAndOneTestIsLeftAsItIs() {
        assertEquals(List.of(1.0, 1.0), Holm.corrected(List.of(0.6, 0.9)));
        assertEquals(List.of(0.04), Holm.corrected(List.of(0.04)));
        assertEquals(List.of(), Holm.corrected(List.of()));
    }
}
