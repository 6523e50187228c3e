package gyrus.app.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AxisTest {

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(Axis::label).toList();
    }

    @Test
    void ticksLieAtRoundValuesAroundTheData() {
        assertEquals(List.of("0.88", "0.9", "0.92", "0.94", "0.96", "0.98", "1"),
                labels(Axis.around(Scale.LINEAR, 0.8917, 0.998, 6)));
        assertEquals(List.of("0", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3"),
                labels(Axis.around(Scale.LINEAR, 0, 0.1 + 0.2, 6)));
        assertEquals(List.of("-20", "-10", "0", "10", "20", "30"), labels(Axis.around(Scale.LINEAR, -13, 28, 6)));
    }

    @Test
    void aLogAxisEndsAtOneTwoOrFiveTimesAPowerOfTen() {
        assertEquals(List.of("0.01", "0.02", "0.05", "0.1", "0.2", "0.5"), labels(Axis.around(Scale.LOG, 0.012, 0.41, 6)));
        assertEquals(List.of("1e-8", "1e-6", "0.0001", "0.01", "1"), labels(Axis.around(Scale.LOG, 1e-8, 1, 6)));
    }

    @Test
    void anAxisTowardsOneSpreadsTheNines() {
        assertEquals(List.of("0", "0.5", "0.8", "0.9", "0.95", "0.98"), labels(Axis.around(Scale.TOWARDS_ONE, 0, 0.975, 6)));
        Axis axis = Axis.around(Scale.TOWARDS_ONE, 0.9, 0.999, 6);
        assertEquals(axis.position(0.99) - axis.position(0.9), axis.position(0.999) - axis.position(0.99), 1e-9);
    }

    @Test
    void epochsAreCountedInWholeNumbersAndTheAxisEndsWithThem() {
        Axis axis = Axis.counting(1, 3, 6);
        assertEquals(List.of("1", "2", "3"), labels(axis));
        assertEquals(0, axis.position(1));
        assertEquals(1, axis.position(3));
        assertEquals(List.of("20", "40", "60", "80", "100"), labels(Axis.counting(1, 100, 6)));
        assertEquals(0.5, Axis.counting(1, 1, 6).position(1), "a single epoch stands in the middle");
    }

    @Test
    void equalValuesGetRoomAboveAndBelow() {
        for (double value : new double[] {0, 0.5, 1, -3, 1e-9, 0.1}) {
            Axis axis = Axis.around(Scale.LINEAR, value, value, 6);
            assertTrue(axis.position(value) > 0.1 && axis.position(value) < 0.9, () -> value + " lies at " + axis.position(value));
        }
        Axis log = Axis.around(Scale.LOG, 2, 2, 6);
        assertTrue(log.to() > log.from());
    }

    @Test
    void anyRangeIsEnclosedByFewRisingRoundTicks() {
        Random random = new Random(3);
        for (int trial = 0; trial < 3000; trial++) {
            Scale scale = Scale.values()[trial % 3];
            double a = Math.pow(10, random.nextDouble(-7, 5));
            double b = a * (1 + Math.pow(10, random.nextDouble(-6, 4)));
            double low = scale == Scale.TOWARDS_ONE ? 1 - b : a;
            double high = scale == Scale.TOWARDS_ONE ? 1 - a : b;
            Axis axis = Axis.around(scale, low, high, 6);
            String what = scale + " " + low + " to " + high + ": " + axis;
            assertTrue(axis.position(low) > -1e-6 && axis.position(high) < 1 + 1e-6, what);
            assertTrue(axis.ticks().size() >= 2 && axis.ticks().size() <= 9, what);
            for (int i = 0; i < axis.ticks().size(); i++) {
                BigDecimal tick = axis.ticks().get(i);
                assertTrue(i == 0 || tick.compareTo(axis.ticks().get(i - 1)) > 0, what);
                double place = axis.position(tick.doubleValue());
                assertTrue(place > -1e-3 && place < 1 + 1e-3, what);
            }
        }
    }
}
