package gyrus.bench.page;

import gyrus.app.report.chart.Axis;
import gyrus.app.report.chart.Scale;
import gyrus.app.report.markup.Element;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.ResultText;
import gyrus.bench.workload.StepPoint;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Charts of the cost of an image in whole steps, against batch, size, width and threads. A chart shows the steps that differ from
 * the first one in this respect only.
 */
final class StepCharts {

    private static final double WIDTH = 860;
    private static final double CHART_WIDTH = 430;
    private static final double CHART_HEIGHT = 270;
    private static final double LEFT = 58;
    private static final double RIGHT = 350; // the names of the lines stand beyond
    private static final double TOP = 30;
    private static final double BOTTOM = 220;

    /** One measured step with its milliseconds per image. */
    private record Cost(String kind, StepPoint point, double median, double p10, double p90) {}

    private record Against(String name, ToIntFunction<StepPoint> value) {

        /** Returns whether two steps are equal in everything else. */
        boolean isAloneBetween(StepPoint one, StepPoint other) {
            return AXES.stream().allMatch(axis -> axis == this || axis.value.applyAsInt(one) == axis.value.applyAsInt(other));
        }
    }

    private static final List<Against> AXES = List.of(
            new Against("images of a batch", point -> point.network().batch()),
            new Against("pixels of an image's side", point -> point.network().size()),
            new Against("channels of the first block", point -> point.network().width()),
            new Against("threads", StepPoint::threads));

    private final List<Cost> costs;

    private StepCharts(List<Cost> costs) {
        this.costs = costs;
    }

    static StepCharts of(List<Measurement> measurements) {
        List<Cost> costs = new ArrayList<>();
        for (Measurement each : measurements) {
            StepPoint.parse(each.problem()).ifPresent(point -> {
                double scale = 1e3 / point.network().batch();
                costs.add(new Cost(each.op(), point, scale * each.times().median(), scale * each.times().quantile(0.1),
                        scale * each.times().quantile(0.9)));
            });
        }
        return new StepCharts(costs);
    }

    /** Returns the axes along which there is something to compare. */
    private List<Against> axes() {
        return AXES.stream().filter(axis -> 1 < along(axis).stream()
                .mapToInt(cost -> axis.value.applyAsInt(cost.point())).distinct().count()).toList();
    }

    boolean isEmpty() {
        return axes().isEmpty();
    }

    private List<Cost> along(Against axis) {
        return costs.stream().filter(cost -> axis.isAloneBetween(cost.point(), costs.getFirst().point()))
                .sorted(Comparator.comparingInt(cost -> axis.value.applyAsInt(cost.point()))).toList();
    }

    Element draw() {
        List<Against> axes = axes();
        double height = CHART_HEIGHT * Math.ceilDiv(axes.size(), 2);
        Element svg = Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(height))
                .with("class", "chart").with("role", "img")
                .with("aria-label", "Milliseconds per image against batch, size, width and threads");
        for (int i = 0; i < axes.size(); i++) {
            svg.add(chart(axes.get(i)).with("transform", "translate(" + Element.number(i % 2 * CHART_WIDTH) + " "
                    + Element.number(i / 2 * CHART_HEIGHT) + ")"));
        }
        return svg;
    }

    private Element chart(Against axis) {
        List<Cost> shown = along(axis);
        List<Integer> values = shown.stream().map(cost -> axis.value.applyAsInt(cost.point())).distinct().toList();
        Axis y = Axis.around(Scale.LOG, shown.stream().mapToDouble(Cost::p10).min().orElseThrow(),
                shown.stream().mapToDouble(Cost::p90).max().orElseThrow(), 6);
        Element chart = Element.of("g").add(grid(y));
        for (int value : values) {
            chart.add(text(Integer.toString(value), across(value, values), BOTTOM + 18, "middle"));
        }
        chart.add(text("ms per image", LEFT, TOP - 12, "start"), text(axis.name, (LEFT + RIGHT) / 2, BOTTOM + 38, "middle"));
        List<String> kinds = shown.stream().map(Cost::kind).distinct().toList();
        for (int hue = 0; hue < kinds.size(); hue++) {
            String kind = kinds.get(hue);
            List<Cost> ofKind = shown.stream().filter(cost -> cost.kind().equals(kind)).toList();
            chart.add(line(ofKind, axis, values, y).with("class", "steps hue-" + hue));
        }
        return chart;
    }

    /** Returns a line with a dot and a whisker for every step, its name at its end. */
    private static Element line(List<Cost> costs, Against axis, List<Integer> values, Axis y) {
        List<String> points = new ArrayList<>();
        Element group = Element.of("g");
        for (Cost cost : costs) {
            double x = across(axis.value.applyAsInt(cost.point()), values);
            points.add(Element.number(x) + "," + Element.number(up(y, cost.median())));
            group.add(Element.of("line").with("x1", x).with("x2", x).with("y1", up(y, cost.p10())).with("y2", up(y, cost.p90())),
                    Element.of("circle").with("cx", x).with("cy", up(y, cost.median())).with("r", 3.5).add(Element.of("title",
                            String.format(Locale.ROOT,
                                    "%s, %s: %s ms per image", cost.kind(), cost.point(), ResultText.digits(cost.median())))));
        }
        return group.add(Element.of("polyline").with("points", String.join(" ", points)),
                text(costs.getLast().kind(), RIGHT + 12, up(y, costs.getLast().median()) + 4, "start"));
    }

    private static Element grid(Axis y) {
        Element grid = Element.of("g").with("class", "grid");
        for (BigDecimal tick : y.ticks()) {
            double height = up(y, tick.doubleValue());
            grid.add(Element.of("line").with("x1", LEFT).with("x2", RIGHT).with("y1", height).with("y2", height),
                    text(Axis.label(tick), LEFT - 7, height + 4, "end"));
        }
        return grid;
    }

    /** Equal factors take equal room. */
    private static double across(int value, List<Integer> values) {
        double first = Math.log(values.getFirst());
        double last = Math.log(values.getLast());
        return LEFT + 12 + (Math.log(value) - first) / (last - first) * (RIGHT - LEFT - 24);
    }

    private static double up(Axis y, double value) {
        return BOTTOM - y.position(value) * (BOTTOM - TOP);
    }

    private static Element text(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }
}
