package gyrus.app.report.chart;

import java.util.List;
import java.util.Locale;

/**
 * One line of a chart.
 *
 * @param hue the number of the colour in the palette, from 0
 * @param points from left to right; values that are not finite leave a gap
 */
public record Series(String label, int hue, Stroke stroke, List<Point> points) {

    /** The pattern of a line. */
    public enum Stroke { SOLID, DASHED, DOTTED }

    /**
     * A point of a line.
     *
     * @param at the whole number on the horizontal axis, such as an epoch
     */
    public record Point(int at, double value) {}

    public Series {
        points = List.copyOf(points);
    }

    /** Returns the style sheet's classes for this line: its colour and its pattern. */
    public String styleClass() {
        return "hue-" + hue % 4 + " " + stroke.name().toLowerCase(Locale.ROOT);
    }
}
