package gyrus.bench.page;

import gyrus.app.report.chart.Axis;
import gyrus.app.report.chart.Scale;
import gyrus.app.report.markup.Element;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.ResultText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * The roofline plot (Williams, Waterman, Patterson 2009): operations per byte across, operations per second upwards, and the
 * machine's two limits as the roof.
 */
record Roofline(Peaks peaks, List<Measurement> points, ToIntFunction<Measurement> hue) {

    private static final double WIDTH = 860;
    private static final double HEIGHT = 460;
    private static final double LEFT = 62;
    private static final double RIGHT = 840;
    private static final double TOP = 16;
    private static final double BOTTOM = 404;

    Element draw() {
        double least = points.stream().mapToDouble(Roofline::intensity).min().orElse(1);
        double most = points.stream().mapToDouble(Roofline::intensity).max().orElse(1);
        Axis x = Axis.around(Scale.LOG, Math.min(least, peaks.ridge() / 4), Math.max(most, peaks.ridge() * 4), 9);
        double slowest = points.stream().mapToDouble(Measurement::gigaflops).min().orElse(peaks.gigaflops());
        double fastest = points.stream().mapToDouble(Measurement::gigaflops).max().orElse(peaks.gigaflops());
        Axis y = Axis.around(Scale.LOG, Math.min(slowest, peaks.gigaflops() / 20), Math.max(fastest, peaks.gigaflops()) * 1.2, 8);
        return Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(HEIGHT))
                .with("class", "chart").with("role", "img").with("aria-label", "Roofline plot")
                .add(grid(x, y), roof(x, y), points(x, y));
    }

    private static double intensity(Measurement point) {
        return point.flops() / point.bytes();
    }

    private static double across(Axis x, double value) {
        return LEFT + x.position(value) * (RIGHT - LEFT);
    }

    private static double up(Axis y, double value) {
        return BOTTOM - y.position(value) * (BOTTOM - TOP);
    }

    private static Element grid(Axis x, Axis y) {
        Element grid = Element.of("g").with("class", "grid");
        for (BigDecimal tick : y.ticks()) {
            double height = up(y, tick.doubleValue());
            grid.add(line(LEFT, height, RIGHT, height), text(Axis.label(tick), LEFT - 7, height + 4, "end"));
        }
        for (BigDecimal tick : x.ticks()) {
            double place = across(x, tick.doubleValue());
            grid.add(line(place, TOP, place, BOTTOM), text(Axis.label(tick), place, BOTTOM + 20, "middle"));
        }
        return grid.add(text("operations per byte", (LEFT + RIGHT) / 2, BOTTOM + 42, "middle"),
                text("GFLOP/s", LEFT + 6, TOP + 10, "start"));
    }

    /** Returns the line of the machine's limits: it rises with the memory's bandwidth to the ridge, then the peak of arithmetic. */
    private Element roof(Axis x, Axis y) {
        double start = Math.max(x.from(), y.from() / peaks.gigabytes());
        String path = String.join(" ",
                point(x, y, start, start * peaks.gigabytes()),
                point(x, y, peaks.ridge(), peaks.gigaflops()),
                point(x, y, x.to(), peaks.gigaflops()));
        double top = up(y, peaks.gigaflops());
        double middle = Math.sqrt(start * peaks.ridge());
        return Element.of("g").with("class", "roof").add(
                caches(x, y),
                Element.of("polyline").with("points", path),
                text(String.format(Locale.ROOT, "%.0f GFLOP/s: fused multiply-add", peaks.gigaflops()),
                        across(x, peaks.ridge()) + 8, top - 7, "start"),
                text(String.format(Locale.ROOT, "%.0f GB/s: triad", peaks.gigabytes()), across(x, middle) + 12,
                        up(y, middle * peaks.gigabytes()) + 12, "start"));
    }

    /** Draws the slope of each cache up to the arithmetic's limit. */
    private Element caches(Axis x, Axis y) {
        Element group = Element.of("g").with("class", "caches");
        for (Peaks.Cache cache : peaks.caches()) {
            double start = Math.max(x.from(), y.from() / cache.gigabytes());
            double ridge = peaks.gigaflops() / cache.gigabytes();
            if (start < ridge) {
                group.add(Element.of("polyline").with("points",
                        point(x, y, start, start * cache.gigabytes()) + " " + point(x, y, ridge, peaks.gigaflops())),
                        text(String.format(Locale.ROOT, "%s: %.0f GB/s", cache.name(), cache.gigabytes()),
                                across(x, start) + 10, up(y, start * cache.gigabytes()) + 8, "start"));
            }
        }
        return group;
    }

    private static String point(Axis x, Axis y, double intensity, double gigaflops) {
        return Element.number(across(x, intensity)) + "," + Element.number(up(y, gigaflops));
    }

    private Element points(Axis x, Axis y) {
        Element group = Element.of("g").with("class", "points");
        for (Measurement point : points) {
            group.add(Element.of("circle").with("class", "hue-" + hue.applyAsInt(point))
                    .with("cx", across(x, intensity(point))).with("cy", up(y, point.gigaflops())).with("r", 5)
                    .add(Element.of("title", String.format(Locale.ROOT,
                            "%s, %s: %s, %s GFLOP/s", point.op() + " " + point.problem(),
                            point.variant(), ResultText.seconds(point.times().median()), ResultText.digits(point.gigaflops())))));
        }
        return group;
    }

    private static Element line(double x1, double y1, double x2, double y2) {
        return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    }

    private static Element text(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }
}
