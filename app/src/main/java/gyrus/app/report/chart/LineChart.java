package gyrus.app.report.chart;

import gyrus.app.report.chart.Series.Point;
import gyrus.app.report.markup.Element;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A chart of lines over whole numbers, such as epochs, drawn as SVG. Colours and fonts come from the page's style sheet.
 *
 * <p>Each line has its name at its end. Each whole number has an invisible column whose tooltip lists all values.
 *
 * @param across the name of the horizontal axis, such as {@code epoch}
 * @param scale the scale of the vertical axis
 * @param guide a horizontal line to compare with
 */
public record LineChart(String title, String across, Scale scale, List<Series> series, Optional<Guide> guide) {

    /** A horizontal line to compare with. */
    public record Guide(double value, String label) {}

    private static final double WIDTH = 496;
    private static final double HEIGHT = 290;
    private static final double LEFT = 66; // leaves room for the ticks and the name of the vertical axis
    private static final double RIGHT = 376; // leaves room for the names of the lines
    private static final double TOP = 14;
    private static final double BOTTOM = 248;
    private static final double LINE_HEIGHT = 16;

    public LineChart {
        series = List.copyOf(series);
    }

    /** Returns the chart as an SVG element. */
    public Element draw() {
        Element svg = Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(HEIGHT))
                .with("class", "chart").with("role", "img").with("aria-label", title);
        List<Point> shown = series.stream().flatMap(line -> line.points().stream()).filter(this::isShown).toList();
        if (shown.isEmpty()) {
            return svg.add(label("no values to draw", WIDTH / 2, HEIGHT / 2, "middle").with("class", "quiet"));
        }
        List<Double> values = Stream.concat(shown.stream().map(Point::value), guide.stream().map(Guide::value))
                .filter(scale::holds).sorted().toList();
        Axis y = Axis.around(scale, values.getFirst(), values.getLast(), 6);
        List<Integer> places = series.stream().flatMap(line -> line.points().stream()).map(Point::at)
                .distinct().sorted().toList();
        Axis x = Axis.counting(places.getFirst(), places.getLast(), 6);

        svg.add(horizontalGrid(y), valueAxisName(), countingAxis(x));
        guide.filter(line -> scale.holds(line.value())).ifPresent(line -> svg.add(guideLine(line, y)));
        for (Series line : series) {
            svg.add(polyline(line, x, y));
        }
        return svg.add(endLabels(x, y), tooltips(places, x));
    }

    private boolean isShown(Point point) {
        return scale.holds(point.value());
    }

    private static double along(Axis x, double at) {
        return LEFT + x.position(at) * (RIGHT - LEFT);
    }

    private static double up(Axis y, double value) {
        return BOTTOM - y.position(value) * (BOTTOM - TOP);
    }

    private static Element horizontalGrid(Axis y) {
        Element grid = Element.of("g").with("class", "grid");
        for (BigDecimal tick : y.ticks()) {
            double height = up(y, tick.doubleValue());
            grid.add(line(LEFT, height, RIGHT, height),
                    label(Axis.label(tick), LEFT - 7, height + 4, "end"));
        }
        return grid;
    }

    /** Returns the name of the vertical axis, rotated by 90 degrees, with the scale if that is not linear. */
    private Element valueAxisName() {
        String name = scale == Scale.LINEAR ? title : title + " (" + scale.words() + ")";
        double middle = (TOP + BOTTOM) / 2;
        return label(name, 0, 0, "middle").with("class", "quiet")
                .with("transform", "translate(12 " + Element.number(middle) + ") rotate(-90)");
    }

    private Element countingAxis(Axis x) {
        Element axis = Element.of("g").with("class", "axis").add(line(LEFT, BOTTOM, RIGHT, BOTTOM));
        for (BigDecimal tick : x.ticks()) {
            double place = along(x, tick.doubleValue());
            axis.add(line(place, BOTTOM, place, BOTTOM + 5),
                    label(Axis.label(tick), place, BOTTOM + 20, "middle"));
        }
        return axis.add(label(across, (LEFT + RIGHT) / 2, BOTTOM + 38, "middle"));
    }

    private static Element guideLine(Guide guide, Axis y) {
        double height = up(y, guide.value());
        return Element.of("g").with("class", "guide").add(line(LEFT, height, RIGHT, height),
                label(guide.label(), LEFT + 5, height - 5, "start"));
    }

    /** Returns a line in pieces between its gaps; a single point between two gaps becomes a dot. */
    private Element polyline(Series line, Axis x, Axis y) {
        Element group = Element.of("g").with("class", "series " + line.styleClass());
        List<String> run = new ArrayList<>();
        for (Point point : line.points()) {
            if (isShown(point)) {
                run.add(Element.number(along(x, point.at())) + "," + Element.number(up(y, point.value())));
            } else {
                endRun(run, group);
            }
        }
        endRun(run, group);
        return group;
    }

    private static void endRun(List<String> run, Element group) {
        if (run.size() == 1) {
            String[] place = run.getFirst().split(",");
            group.add(Element.of("circle").with("cx", place[0]).with("cy", place[1]).with("r", 3));
        } else if (run.size() > 1) {
            group.add(Element.of("polyline").with("points", String.join(" ", run)));
        }
        run.clear();
    }

    private record EndLabel(Series line, double x, double y) {}

    /** Returns the names of the lines beside their last points, moved apart so that they do not overlap, in the points' order. */
    private Element endLabels(Axis x, Axis y) {
        List<EndLabel> ends = series.stream()
                .flatMap(line -> line.points().reversed().stream().filter(this::isShown).limit(1)
                        .map(last -> new EndLabel(line, along(x, last.at()), up(y, last.value()))))
                .sorted(Comparator.comparingDouble(EndLabel::y))
                .toList();
        double[] height = ends.stream().mapToDouble(EndLabel::y).toArray();
        for (int i = 1; i < height.length; i++) {
            height[i] = Math.max(height[i], height[i - 1] + LINE_HEIGHT);
        }
        for (int i = height.length - 1; i >= 0; i--) {
            double lowest = i == height.length - 1 ? BOTTOM : height[i + 1] - LINE_HEIGHT;
            height[i] = Math.min(height[i], lowest);
        }
        Element labels = Element.of("g").with("class", "labels");
        for (int i = 0; i < height.length; i++) {
            EndLabel end = ends.get(i);
            labels.add(Element.of("g").with("class", end.line().styleClass()).add(
                    line(end.x() + 2, end.y(), RIGHT + 10, height[i]),
                    label(end.line().label(), RIGHT + 13, height[i] + 4, "start")));
        }
        return labels;
    }

    private Element tooltips(List<Integer> places, Axis x) {
        Element columns = Element.of("g").with("class", "columns");
        double width = (RIGHT - LEFT) / Math.max(1, x.to() - x.from());
        String name = across.substring(0, 1).toUpperCase(Locale.ROOT) + across.substring(1);
        for (int at : places) {
            StringBuilder values = new StringBuilder(name + " " + at);
            for (Series line : series) {
                line.points().stream().filter(point -> point.at() == at)
                        .forEach(point -> values.append(String.format(Locale.ROOT, "\n%s: %.5g", line.label(), point.value())));
            }
            double place = along(x, at);
            columns.add(Element.of("g").add(
                    Element.of("rect").with("x", place - width / 2).with("y", TOP)
                            .with("width", width).with("height", BOTTOM - TOP),
                    line(place, TOP, place, BOTTOM),
                    Element.of("title", values.toString())));
        }
        return columns;
    }

    private static Element label(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }

    private static Element line(double x1, double y1, double x2, double y2) {
        return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    }
}
