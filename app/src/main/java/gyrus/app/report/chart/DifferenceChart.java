package gyrus.app.report.chart;

import gyrus.app.report.markup.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A chart of differences around a line at 0, drawn as SVG. Each row has a dot for every case, a bar for the confidence interval
 * of the mean, and a stroke for the mean.
 *
 * @param rows the rows from top to bottom; one whose mean is NaN has only its label
 * @param lessIsBetter whether a negative difference is in favour of pre-training
 * @param bound the smallest difference of interest, marked by lines on both sides of 0; no lines if it is 0
 */
public record DifferenceChart(String title, List<Row> rows, boolean lessIsBetter, double bound) {

    /**
     * One row of differences.
     *
     * @param hue the number of the colour in the palette, from 0
     * @param cases the difference of each case
     * @param interval the lower and the upper end of the mean's interval; empty if there is none
     */
    public record Row(String label, int hue, List<Double> cases, double mean, List<Double> interval) {}

    private static final double WIDTH = 720;
    private static final double LETTER = 6.8; // the approximate width of a letter in the rows' labels
    private static final double RIGHT = 700;
    private static final double TOP = 8;
    private static final double ROW = 44;

    /** Returns the chart as an SVG element. */
    public Element draw() {
        double left = Math.max(150, 24 + LETTER * rows.stream().mapToInt(row -> row.label().length()).max().orElse(0));
        double bottom = TOP + ROW * rows.size();
        Element svg = Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(bottom + 44))
                .with("class", "chart differences").with("role", "img").with("aria-label", title);
        List<Double> values = new ArrayList<>(List.of(-bound, 0.0, bound));
        rows.forEach(row -> {
            row.cases().stream().filter(Double::isFinite).forEach(values::add);
            values.addAll(row.interval());
        });
        Axis axis = Axis.around(Scale.LINEAR, extreme(values).min().orElseThrow(), extreme(values).max().orElseThrow(), 6);
        Element grid = Element.of("g").with("class", "grid");
        for (BigDecimal tick : axis.ticks()) {
            double x = across(axis, left, tick.doubleValue());
            grid.add(line(x, TOP, x, bottom), label(Axis.label(tick), x, bottom + 18, "middle"));
        }
        double zero = across(axis, left, 0);
        svg.add(grid, Element.of("g").with("class", "axis").add(line(zero, TOP, zero, bottom)),
                label(lessIsBetter ? "pre-training better" : "pre-training worse", zero - 12, bottom + 38, "end").with("class",
                        "quiet"),
                label(lessIsBetter ? "worse" : "better", zero + 12, bottom + 38, "start").with("class", "quiet"));
        if (bound > 0) {
            svg.add(boundary(axis, left, -bound, bottom), boundary(axis, left, bound, bottom));
        }
        for (int i = 0; i < rows.size(); i++) {
            svg.add(drawn(rows.get(i), axis, left, TOP + ROW * (i + 0.5)));
        }
        return svg;
    }

    private static Element boundary(Axis axis, double left, double value, double bottom) {
        double x = across(axis, left, value);
        return Element.of("g").with("class", "guide").add(line(x, TOP, x, bottom)
                .add(Element.of("title", "smallest difference of interest")));
    }

    private static DoubleStream extreme(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue);
    }

    private static double across(Axis axis, double left, double value) {
        return left + axis.position(value) * (RIGHT - left);
    }

    private static Element drawn(Row row, Axis axis, double left, double y) {
        Element group = Element.of("g").with("class", "series hue-" + row.hue() % 4);
        group.add(label(row.label(), left - 14, y + 4, "end"));
        if (!Double.isFinite(row.mean())) {
            return group;
        }
        if (!row.interval().isEmpty()) {
            double low = across(axis, left, row.interval().getFirst());
            group.add(Element.of("rect").with("x", low).with("y", y - 6)
                    .with("width", across(axis, left, row.interval().getLast()) - low).with("height", 12));
        }
        for (double value : row.cases()) {
            group.add(Element.of("circle").with("cx", across(axis, left, value)).with("cy", y).with("r", 3.5)
                    .add(Element.of("title", String.format(Locale.ROOT, "%+.5g", value))));
        }
        double mean = across(axis, left, row.mean());
        return group.add(line(mean, y - 12, mean, y + 12).with("class", "mean"));
    }

    private static Element label(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }

    private static Element line(double x1, double y1, double x2, double y2) {
        return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    }
}
