package gyrus.bench.page;

import gyrus.app.report.markup.Element;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.Peaks;
import gyrus.bench.result.ResultText;
import gyrus.bench.result.Times;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The problems of one op, each with a bar for every variant: the share of the machine's peak. A whisker spans p10 to p90, and a
 * line marks 100 %.
 */
record Bars(Peaks peaks, Collection<List<Measurement>> problems) {

    private static final double WIDTH = 1000;
    private static final double LEFT = 130;
    private static final double RIGHT = 460; // figures stand beyond
    private static final double BAR = 12;
    private static final double ROW = 18;
    private static final double HEADING = 24;
    private static final double GAP = 10;
    private static final double COLUMN_NAMES = 22;

    Element draw() {
        double most = Math.max(1.05, problems.stream().flatMap(List::stream).mapToDouble(this::highest).max().orElse(1));
        double height = COLUMN_NAMES + problems.stream().mapToDouble(group -> HEADING + group.size() * ROW + GAP).sum();
        Element svg = Element.of("svg").with("viewBox", "0 0 " + Element.number(WIDTH) + " " + Element.number(height))
                .with("class", "chart bars").with("role", "img").with("aria-label", "Variants by problem");
        double hundred = LEFT + (RIGHT - LEFT) / most;
        svg.add(columns("of peak", "median", "operations", "bytes", "of fastest",
                problems.stream().flatMap(List::stream).anyMatch(Bars::hasError) ? "error" : "",
                problems.stream().flatMap(List::stream).anyMatch(each -> each.cold().isPresent()) ? "cold" : "", COLUMN_NAMES - 10)
                .with("class", "names"));
        double y = COLUMN_NAMES;
        for (List<Measurement> group : problems) {
            List<Measurement> sorted = group.stream().sorted(Comparator.comparingDouble(each -> each.times().median())).toList();
            Measurement best = sorted.getFirst();
            svg.add(text(best.problem() + (best.calls() > 1 ? ", " + best.calls() + " times a step" : ""), 0, y + 16, "start")
                    .with("class", "problem"));
            double top = y + HEADING;
            for (int i = 0; i < sorted.size(); i++) {
                svg.add(bar(sorted.get(i), i == 0, top + i * ROW, most, best));
            }
            double bottom = top + sorted.size() * ROW;
            svg.add(Element.of("line").with("class", "hundred").with("x1", hundred).with("x2", hundred)
                    .with("y1", top - 2).with("y2", bottom));
            y = bottom + GAP;
        }
        return svg;
    }

    private static boolean hasError(Measurement each) {
        return Double.isFinite(each.relativeError());
    }

    private double highest(Measurement each) {
        return least(each) / each.times().quantile(0.1);
    }

    private double least(Measurement each) {
        return peaks.leastSeconds(each.flops(), each.bytes());
    }

    private Element bar(Measurement each, boolean isBest, double y, double most, Measurement best) {
        double scale = (RIGHT - LEFT) / most;
        Times times = each.times();
        double middle = y + BAR / 2;
        return Element.of("g").with("class", isBest ? "best" : "other").add(
                text(each.variant(), LEFT - 8, y + BAR - 1.5, "end"),
                Element.of("rect").with("x", LEFT).with("y", y).with("height", BAR).with("rx", 1.5)
                        .with("width", Math.max(1, scale * each.shareOfPeak(peaks))),
                Element.of("line").with("class", "whisker").with("y1", middle).with("y2", middle)
                        .with("x1", LEFT + scale * least(each) / times.quantile(0.9))
                        .with("x2", LEFT + scale * least(each) / times.quantile(0.1)),
                columns(String.format(Locale.ROOT, "%.0f %%", 100 * each.shareOfPeak(peaks)), ResultText.seconds(times.median()),
                        ResultText.digits(each.gigaflops()) + " GFLOP/s", ResultText.digits(each.gigabytes()) + " GB/s",
                        String.format(Locale.ROOT, "%.0f %%", 100 * best.times().median() / times.median()),
                        hasError(each) ? String.format(Locale.ROOT, "%.1e", each.relativeError()) : "",
                        each.cold().map(cold -> ResultText.seconds(cold.median())).orElse(""),
                        y + BAR - 1.5));
    }

    /** Returns the figures beside the bars. */
    private static Element columns(
            String share, String median, String operations, String bytes, String ofFastest, String error, String cold,
            double y) {
        return Element.of("g").add(text(share, RIGHT + 54, y, "end"), text(median, RIGHT + 134, y, "end"),
                text(operations, RIGHT + 232, y, "end"), text(bytes, RIGHT + 312, y, "end"), text(ofFastest, RIGHT + 376, y, "end"),
                text(error, RIGHT + 442, y, "end"), text(cold, RIGHT + 520, y, "end"));
    }

    private static Element text(String text, double x, double y, String anchor) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }
}
