package gyrus.bench.page;

import gyrus.app.report.chart.Axis;
import gyrus.app.report.chart.Scale;
import gyrus.app.report.markup.Element;
import gyrus.bench.profile.StepProfile;
import gyrus.bench.profile.StepProfile.Launch;
import gyrus.bench.profile.StepProfile.Sum;
import gyrus.bench.result.ResultText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The launches of one step on a time axis, with a lane for each op, the one with the most time on top. */
record Timeline(StepProfile profile) {

    private static final int HUES = 4; // of the report's palette; the last one is for all further ops
    private static final double WIDTH = 1000;
    private static final double LEFT = 220;
    private static final double RIGHT = 860; // figures stand beyond
    private static final double TOP = 8;
    private static final double LANE = 24;
    private static final double BOX = 16;
    private static final double LEAST_WIDTH = 0.6; // of a box: shorter launches would be invisible

    Element draw() {
        Map<String, Sum> ops = profile.ops();
        List<String> lanes = new ArrayList<>(ops.keySet());
        double bottom = TOP + lanes.size() * LANE;
        Axis x = Axis.around(Scale.LINEAR, 0, 1e3 * profile.recorded().seconds(), 10);
        Element svg = Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(bottom + 44))
                .with("class", "chart timeline").with("role", "img").with("aria-label", "Launches of one step")
                .add(grid(x, bottom));
        for (int lane = 0; lane < lanes.size(); lane++) {
            String op = lanes.get(lane);
            double y = TOP + lane * LANE;
            Element group = Element.of("g").with("class", "hue-" + Math.min(lane, HUES - 1));
            profile.recorded().launches().stream().filter(launch -> launch.op().equals(op))
                    .forEach(launch -> group.add(box(launch, x, y + (LANE - BOX) / 2)));
            svg.add(text(op, LEFT - 10, y + 16, "end"), group,
                    text(ResultText.seconds(ops.get(op).seconds()), RIGHT + 76, y + 16, "end"),
                    text(String.format(Locale.ROOT, "%.1f %%", 100 * ops.get(op).seconds() / profile.seconds()), WIDTH - 4, y + 16,
                            "end"));
        }
        return svg;
    }

    private static Element box(Launch launch, Axis x, double y) {
        double start = across(x, launch.start());
        return Element.of("rect").with("x", start).with("y", y).with("height", BOX)
                .with("width", Math.max(LEAST_WIDTH, across(x, launch.start() + launch.seconds()) - start))
                .add(Element.of("title", String.format(Locale.ROOT, "%s, %s: %s at %s; %s GFLOP/s, %s GB/s",
                        launch.op() + " " + launch.problem(), launch.variant(), ResultText.seconds(launch.seconds()),
                        ResultText.seconds(launch.start()), ResultText.digits(launch.flops() / launch.seconds() * 1e-9),
                        ResultText.digits(launch.bytes() / launch.seconds() * 1e-9))));
    }

    private static double across(Axis x, double seconds) {
        return LEFT + x.position(1e3 * seconds) * (RIGHT - LEFT);
    }

    private static Element grid(Axis x, double bottom) {
        Element grid = Element.of("g").with("class", "grid");
        for (BigDecimal tick : x.ticks()) {
            double place = across(x, 1e-3 * tick.doubleValue());
            grid.add(Element.of("line").with("x1", place).with("x2", place).with("y1", TOP).with("y2", bottom),
                    text(Axis.label(tick), place, bottom + 18, "middle"));
        }
        return grid.add(text("milliseconds since the start of the step", (LEFT + RIGHT) / 2, bottom + 38, "middle"));
    }

    private static Element text(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }
}
