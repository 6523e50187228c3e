package gyrus.app.report.chart;

import java.util.List;
import java.util.Locale;

/**
 * One line of a chart.
 *
 * @param hue which colour of the palette, from 0
 * @param points from left to right; values that are not finite leave a gap
 */
public record Series(String label, int hue, Stroke stroke, List<Point> points) {

    /** How the line is drawn. */
    public enum Stroke { SOLID, DASHED, DOTTED }

    /** @param at the whole number it stands at, such as an epoch */
    public record Point(int at, double value) {}

    public Series {
        points = List.copyOf(points);
    }

    /** The style sheet's classes for this line: its colour and its dashes. */
    public String styleClass() {
        return "hue-" + hue % 4 + " " + stroke.name().toLowerCase(Locale.ROOT);
    }
}
