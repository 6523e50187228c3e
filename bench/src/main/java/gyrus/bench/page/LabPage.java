package gyrus.bench.page;

import gyrus.app.report.markup.Element;
import gyrus.bench.result.LabResult;
import gyrus.bench.result.LabResult.Refusal;
import gyrus.bench.result.Measurement;
import gyrus.bench.result.ResultText;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A result of the lab as one HTML page that explains itself. It loads nothing and has no script. */
public final class LabPage {

    private static final int HUES = 4; // of the report's palette; the last one is for all further ops

    private static final String HOW =
            "Every variant was first checked against a reference in double precision; what disagrees is not"
                    + " timed. A bar is the share of the machine's best that a variant reaches on a problem: the least time"
                    + " its operations or its bytes could take, whichever is longer, over the median time taken. The dotted"
                    + " line is 100 %, the thin line spans the tenth to the ninetieth percentile of all iterations in all"
                    + " processes. The error is the root mean square of what is wrong on this problem, over that of the"
                    + " reference's results; float32 itself rounds by 6e-8. A problem too long for a reference in double"
                    + " precision has none, but for --check-all. Disturbed iterations, in which the host took time, other"
                    + " processes computed or the clock was slower, are left out where at least half of a measurement's were not."
                    + " Cold times are of operands that are in no cache.";

    private final LabResult result;
    private final Map<String, List<List<Measurement>>> ops = new LinkedHashMap<>(); // by op, the one with the most time first

    private LabPage(LabResult result) {
        this.result = result;
        Map<String, List<List<Measurement>>> found = new LinkedHashMap<>();
        result.byProblem().values()
                .forEach(group -> found.computeIfAbsent(group.getFirst().op(), op -> new ArrayList<>()).add(group));
        found.entrySet().stream().sorted(Comparator.comparingDouble(op -> -secondsOfStep(op.getValue())))
                .forEach(op -> ops.put(op.getKey(), op.getValue()));
    }

    /** Writes the page of a result. */
    public static void write(LabResult result, Path file) throws IOException {
        AtomicFile.write(file, html(result));
    }

    static String html(LabResult result) {
        return new LabPage(result).page();
    }

    /** Returns the seconds that the fastest variants of an op take in one training step. */
    private static double secondsOfStep(List<List<Measurement>> problems) {
        return problems.stream().map(LabPage::fastest).mapToDouble(each -> each.calls() * each.times().median()).sum();
    }

    private static Measurement fastest(List<Measurement> group) {
        return group.stream().min(Comparator.comparingDouble(each -> each.times().median())).orElseThrow();
    }

    private int hue(String op) {
        return Math.min(new ArrayList<>(ops.keySet()).indexOf(op), HUES - 1);
    }

    private String page() {
        Element main = Element.of("main");
        List<Measurement> points = ops.values().stream().flatMap(List::stream).map(LabPage::fastest)
                .filter(each -> each.flops() > 0).toList();
        if (!points.isEmpty()) {
            main.add(Element.of("section").add(Element.of("h2", "Against the machine's limits"), legend(),
                    Element.of("figure").add(
                            new Roofline(result.setting().peaks(), points, each -> hue(each.op())).draw(),
                            Element.of("figcaption", "Each dot is a problem, computed by its fastest variant. The roof is what this"
                                    + " machine does at best: on its slope memory is the limit, on its level part arithmetic."
                                    + " Thin slopes are the limits of problems that a cache holds."
                                    + " Operations are those of the textbook algorithm and bytes those that must move at least"
                                    + " once, so an algorithm that saves operations, or a problem that stays in the caches, can"
                                    + " lie above the roof."))));
        }
        StepCharts charts = StepCharts.of(result.measurements());
        if (!charts.isEmpty()) {
            main.add(Element.of("section").add(Element.of("h2", "What an image costs"), Element.of("figure").add(charts.draw(),
                    Element.of("figcaption", "Each chart changes one thing about " + result.setting().network() + ", "
                            + result.setting().machine().threads() + " threads, and keeps the rest. Both axes are logarithmic; a"
                            + " dot is the median, its line spans the tenth to the ninetieth percentile."))));
        }
        ops.forEach((op, problems) -> main.add(Element.of("section").add(Element.of("h2", op), checked(problems),
                Element.of("figure").add(Element.of("div").with("class", "scrolling").with("tabindex", "0")
                        .add(new Bars(result.setting().peaks(), problems).draw())))));
        for (Refusal refusal : result.refusals()) {
            main.add(Element.of("p", refusal.op() + " " + refusal.variant() + " was not timed: it " + refusal.why() + "."));
        }
        return PageFrame.html(result.setting(), "How fast is each way to compute the same thing?", HOW, main);
    }

    private Element legend() {
        Element legend = Element.of("p").with("class", "legend");
        List<String> names = new ArrayList<>(ops.keySet());
        for (int hue = 0; hue < Math.min(HUES, names.size()); hue++) {
            String name = hue == HUES - 1 && names.size() > HUES ? "all other ops" : names.get(hue);
            legend.add(Element.of("span").add(
                    Element.of("svg").with("viewBox", "0 0 10 10").with("class", "key points").with("aria-hidden", "true")
                            .add(Element.of("circle").with("class", "hue-" + hue).with("cx", 5).with("cy", 5).with("r", 4)),
                    Element.of("span", name)));
        }
        return legend;
    }

    private static Element checked(List<List<Measurement>> problems) {
        Map<String, Double> errors = new LinkedHashMap<>();
        problems.stream().flatMap(List::stream).filter(each -> Double.isFinite(each.worstError()))
                .forEach(each -> errors.put(each.variant(), each.worstError()));
        List<String> words = new ArrayList<>();
        errors.forEach((variant, error) -> words.add(variant + " " + ResultText.digits(100 * error) + " %"));
        double step = secondsOfStep(problems);
        long disturbed = problems.stream().flatMap(List::stream).mapToLong(each -> each.times().conditions().disturbed()).sum();
        long iterations =
                problems.stream().flatMap(List::stream).mapToLong(each -> each.times().conditions().samples().size()).sum();
        return Element.of("p", (words.isEmpty() ? "" : "Worst error, of the bound: " + String.join(", ", words) + ". ")
                + (step > 0 ? "The fastest variants take " + ResultText.seconds(step) + " of a training step. " : "")
                + (disturbed > 0 ? disturbed + " of " + iterations + " iterations were disturbed." : ""));
    }
}
