package gyrus.app.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Differences about 0 and pairs of values lie where their numbers say. */
final class DifferencesDrawnTest {

    private static List<Double> numbers(String svg, String pattern) {
        return Pattern.compile(pattern).matcher(svg).results().map(MatchResult::group)
                .map(found -> found.replaceAll("(?s).*=\"", "").replace("\"", "")).map(Double::valueOf).toList();
    }

    private static DifferenceChart.Row row(Double... cases) {
        return new DifferenceChart.Row("8 scans", 0, List.of(cases), cases[0], List.of());
    }

    @Test
    void theSmallestDifferenceOfInterestIsDrawnAtBothSidesOfZero() {
        String svg = new DifferenceChart("Dice", List.of(row(-2.0, 2.0)), false, 1).draw().toString();
        List<Double> dots = numbers(svg, "cx=\"[\\d.]+\"");
        List<Double> bounds = numbers(svg, "class=\"guide\">\\s*<line x1=\"[\\d.]+\"");
        assertEquals(2, bounds.size());
        assertEquals(2, (dots.get(1) - dots.get(0)) / (bounds.get(1) - bounds.get(0)), 1e-3, "dots at 2, bounds at 1");
        String none = new DifferenceChart("Dice", List.of(row(-2.0, 2.0)), false, 0).draw().toString();
        assertFalse(none.contains("smallest difference of interest"));
    }

    @Test
    void ofADistanceLessIsBetterAndTheLeftSideSaysSo() {
        String dice = new DifferenceChart("Dice", List.of(row(1.0)), false, 0).draw().toString();
        assertTrue(dice.contains(">pre-training worse<") && dice.contains(">better<"), dice);
        String distance = new DifferenceChart("HD95", List.of(row(1.0)), true, 0).draw().toString();
        assertTrue(distance.contains(">pre-training better<") && distance.contains(">worse<"), distance);
    }

    @Test
    void aRowWithoutValuesHoldsItsLabelAlone() {
        String svg = new DifferenceChart("HD95", List.of(row(Double.NaN, 1.0), row(1.0)), true, 0).draw().toString();
        assertEquals(2, svg.split(">8 scans<", -1).length - 1);
        assertEquals(1, svg.split("<circle", -1).length - 1);
        assertFalse(svg.contains("NaN"), svg);
    }

    @Test
    void aPairIsARingAndADotAndALineBetweenThem() {
        String svg = new PairChart("Dice", 1, List.of(new PairChart.Row("a", 0.2, 0.6), new PairChart.Row("b", 0.4, Double.NaN)))
                .draw().toString();
        List<Double> marks = numbers(svg, "cx=\"[\\d.]+\"");
        assertEquals(3, marks.size());
        assertEquals(2, (marks.get(1) - marks.get(0)) / (marks.get(2) - marks.get(0)), 1e-3, "0.6 and 0.4 from 0.2");
        assertEquals(2, svg.split("class=\"ring\"", -1).length - 1);
        assertEquals(1, svg.split("class=\"pair\"", -1).length - 1, "no line where one is missing");
        String empty = new PairChart("Dice", 0, List.of(new PairChart.Row("a", Double.NaN, Double.NaN))).draw().toString();
        assertTrue(empty.contains("no values to draw") && !empty.contains("NaN"), empty);
    }
}
