package gyrus.app.report.chart;

import gyrus.app.report.markup.Element;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A chart of pairs of values, drawn as SVG. Each row has a ring for the value before, a dot for the value after, and a line between
 * them.
 *
 * @param hue the number of the colour in the palette, from 0
 */
public record PairChart(String title, int hue, List<Row> rows) {

    /** The two values of one case. A value that is not finite is not drawn. */
    public record Row(String label, double before, double after) {}

    private static final double WIDTH = 496;
    private static final double RIGHT = 480;
    private static final double TOP = 8;
    private static final double ROW = 24;
    private static final double LETTER = 6.8; // the approximate width of a letter in the rows' labels

    /** Returns the chart as an SVG element. */
    public Element draw() {
        double left = Math.max(90, 24 + LETTER * rows.stream().mapToInt(row -> row.label().length()).max().orElse(0));
        double bottom = TOP + ROW * rows.size();
        Element svg = Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(bottom + 26))
                .with("class", "chart pairs").with("role", "img").with("aria-label", title);
        List<Double> values = rows.stream().flatMap(row -> Stream.of(row.before(), row.after())).filter(Double::isFinite).sorted()
                .toList();
        if (values.isEmpty()) {
            return svg.add(label("no values to draw", WIDTH / 2, bottom / 2, "middle").with("class", "quiet"));
        }
        Axis axis = Axis.around(Scale.LINEAR, values.getFirst(), values.getLast(), 5);
        Element grid = Element.of("g").with("class", "grid");
        for (BigDecimal tick : axis.ticks()) {
            double x = across(axis, left, tick.doubleValue());
            grid.add(line(x, x, TOP, bottom), label(Axis.label(tick), x, bottom + 18, "middle"));
        }
        Element drawn = Element.of("g").with("class", "series hue-" + hue % 4);
        for (int i = 0; i < rows.size(); i++) {
            draw(rows.get(i), axis, left, TOP + ROW * (i + 0.5), drawn);
        }
        return svg.add(grid, drawn);
    }

    private static void draw(Row row, Axis axis, double left, double y, Element into) {
        into.add(label(row.label(), left - 14, y + 4, "end"));
        boolean both = Double.isFinite(row.before()) && Double.isFinite(row.after());
        if (both) {
            into.add(line(across(axis, left, row.before()), across(axis, left, row.after()), y, y).with("class", "pair"));
        }
        if (Double.isFinite(row.before())) {
            into.add(mark(across(axis, left, row.before()), y, row.before()).with("class", "ring"));
        }
        if (Double.isFinite(row.after())) {
            into.add(mark(across(axis, left, row.after()), y, row.after()));
        }
    }

    private static Element mark(double x, double y, double value) {
        return Element.of("circle").with("cx", x).with("cy", y).with("r", 4)
                .add(Element.of("title", String.format(Locale.ROOT, "%.5g", value)));
    }

    private static double across(Axis axis, double left, double value) {
        return left + axis.position(value) * (RIGHT - left);
    }

    private static Element label(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }

    private static Element line(double x1, double x2, double y1, double y2) {
        return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    }
}
