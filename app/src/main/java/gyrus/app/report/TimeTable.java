package gyrus.app.report;

import gyrus.app.report.Report.OpTime;
import gyrus.app.report.markup.Element;
import java.util.List;

/** The report's table of the time that each op took. */
final class TimeTable {

    private TimeTable() {}

    static Element of(List<OpTime> times) {
        Element body = Element.of("tbody");
        for (OpTime time : times) {
            double percent = Double.isFinite(time.share()) ? 100 * Math.clamp(time.share(), 0, 1) : 0;
            body.add(Element.of("tr").add(
                    Element.of("th", time.op()).with("scope", "row"),
                    Element.of("td", Figure.decimals(time.calls(), 0)),
                    Element.of("td", Figure.decimals(time.milliseconds() / 1000, 1)),
                    Element.of("td", Figure.decimals(100 * time.share(), 1) + " %"),
                    Element.of("td").with("class", "bar").add(
                            Element.of("div").with("style", "width:" + Element.number(percent) + "%")),
                    Element.of("td", speed(time.gigaflopsPerSecond().orElse(Double.NaN)))));
        }
        return Figure.table("The time of each op in all trainings, the longest first.", "time",
                Figure.headerRow("Op", "Calls", "Seconds", "Share", "Share as a bar", "GFLOP/s"), body);
    }

    private static String speed(double gigaflopsPerSecond) {
        return Figure.decimals(gigaflopsPerSecond, gigaflopsPerSecond < 10 ? 1 : 0);
    }
}
