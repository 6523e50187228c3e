package gyrus.app.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.report.chart.Series.Point;
import gyrus.app.report.chart.Series.Stroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LineChartTest {

    private static Series series(String label, double... values) {
        List<Point> points = new ArrayList<>();
        for (double value : values) {
            points.add(new Point(points.size() + 1, value));
        }
        return new Series(label, 0, Stroke.SOLID, points);
    }

    private static String drawn(Scale scale, Series... series) {
        return new LineChart("Loss", "epoch", scale, Arrays.asList(series), Optional.empty()).draw().toString();
    }

    private static Stream<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult match) -> match.group(1));
    }

    @Test
    void aRisingValueIsDrawnHigherAndALaterEpochFurtherRight() {
        String chart = drawn(Scale.LINEAR, series("a", 1, 2, 3));
        String[] points = all("points=\"([^\"]*)\"", chart).findFirst().orElseThrow().split("[ ,]");
        assertEquals(6, points.length);
        double[] xy = Arrays.stream(points).mapToDouble(Double::parseDouble).toArray();
        assertTrue(xy[0] < xy[2] && xy[2] < xy[4]);
        assertEquals(xy[1] - xy[3], xy[3] - xy[5], 0.02, "equal steps on a linear axis");
        assertTrue(xy[1] > xy[3] && xy[3] > xy[5], "y grows downwards");
    }

    @Test
    void aValueThatIsNotFiniteLeavesAGap() {
        String chart = drawn(Scale.LINEAR, series("a", 1, 2, Double.NaN, 3, 4, Double.POSITIVE_INFINITY, 5));
        assertEquals(2, all("(<polyline)", chart).count());
        assertEquals(1, all("(<circle)", chart).count(), "the last point stands alone");
        assertFalse(chart.contains("points=\"NaN"));
    }

    @Test
    void theVerticalAxisCarriesItsNameAndAScaleThatIsNotLinear() {
        assertTrue(drawn(Scale.LINEAR, series("a", 1, 2)).contains(">Loss<"));
        assertTrue(drawn(Scale.LOG, series("a", 1, 2)).contains(">Loss (log)<"));
        assertTrue(drawn(Scale.TOWARDS_ONE, series("a", 0.1, 0.2)).contains(">Loss (closer to 1)<"));
    }

    @Test
    void zeroHasNoPlaceOnALogAxis() {
        assertEquals(1, all("(<polyline)", drawn(Scale.LOG, series("a", 0, 0.5, 0.25))).count());
        assertTrue(drawn(Scale.LOG, series("a", 0, 0)).contains("no values to draw"));
    }

    @Test
    void theTooltipOfAnEpochListsEveryLinesValue() {
        String chart = drawn(Scale.LINEAR, series("first", 0.25, 0.5), series("second", 0.125, 0.0625));
        assertEquals(List.of("Epoch 1\nfirst: 0.25000\nsecond: 0.12500", "Epoch 2\nfirst: 0.50000\nsecond: 0.062500"),
                all("<title>([^<]*)</title>", chart).toList());
    }

    @Test
    void namesAtTheEndsOfLinesDoNotOverlap() {
        String chart = drawn(Scale.LINEAR, series("a", 0, 1), series("b", 0, 1), series("c", 0, 1), series("d", 0, 0.999));
        String labels = chart.substring(chart.indexOf("class=\"labels\""));
        double[] heights = all("<text x=\"[^\"]*\" y=\"([^\"]*)\"", labels).mapToDouble(Double::parseDouble).sorted().toArray();
        assertEquals(4, heights.length);
        for (int i = 1; i < heights.length; i++) {
            assertTrue(heights[i] - heights[i - 1] >= 15.9, Arrays.toString(heights));
        }
    }
}
