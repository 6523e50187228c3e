package gyrus.app.report;

import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.report.markup.Element;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Table 1 of the report: the measures of each arm on the test scan, with the best of each row in bold. Below a measure that the
 * paper reports stands a row with the paper's figures of networks that were trained on as many scans.
 */
final class ResultsTable {

    private final Summary summary;
    private final Element body = Element.of("tbody");

    private ResultsTable(Summary summary) {
        this.summary = summary;
    }

    static Element of(Summary summary) {
        return new ResultsTable(summary).table();
    }

    private Element table() {
        Element names = Element.of("tr").add(Element.of("th", "Measure").with("scope", "col"));
        for (ArmResult arm : summary.arms()) {
            names.add(Element.of("th", arm.name()).with("scope", "col"));
        }
        measure("Pixel accuracy", ArmResult::accuracy, PaperFigures::accuracy);
        measure("Dice", ArmResult::dice, PaperFigures::dice);
        measure("Intersection over union", ArmResult::iou, PaperFigures::iou);
        surfaces("HD95, mm", SurfaceDistances::percentile95, false);
        surfaces("average distance, mm", SurfaceDistances::average, false);
        surfaces("Dice at 1 mm", SurfaceDistances::within1, true);
        surfaces("Dice at 2 mm", SurfaceDistances::within2, true);
        row("Best epoch", "apart", summary.arms().stream().map(arm -> Integer.toString(arm.bestEpoch())).toList());
        toDice90("Epochs to validation Dice 0.9", effort -> Integer.toString(effort.epochs()));
        toDice90("Training steps to it, with pre-training", effort -> String.format(Locale.ROOT, "%,d", effort.steps()));
        toDice90("Seconds to it, with pre-training", effort -> Figure.decimals(effort.seconds(), 1));
        row("Dice of the best global threshold, chosen on this scan's true mask", "apart",
                Collections.nCopies(summary.arms().size(), Figure.decimals(summary.thresholdDice(), 5)));
        return Figure.table("Measures pooled over the whole test volume"
                + (summary.hasPaperFigures() ? "; below this run's the paper's, of networks trained on as many scans" : "")
                + ". Bold: the best in its row; of distances the least.", "results", Element.of("thead").add(names), body);
    }

    private void measure(String name, ToDoubleFunction<ArmResult> here, Function<PaperFigures, Double> there) {
        figures(name, "measure", summary.arms().stream().map(here::applyAsDouble).toList(), true, 5);
        if (summary.hasPaperFigures()) {
            figures("in the paper", "paper", summary.arms().stream()
                    .map(arm -> PaperFigures.of(arm).map(there).orElse(Double.NaN)).toList(), true, 5);
        }
    }

    private void surfaces(String name, ToDoubleFunction<SurfaceDistances> measure, boolean higherIsBetter) {
        figures("Surfaces: " + name, "measure",
                summary.arms().stream().map(ArmResult::surfaces).map(measure::applyAsDouble).toList(), higherIsBetter,
                higherIsBetter ? 5 : 3);
    }

    private void toDice90(String name, Function<Effort, String> part) {
        row(name, "", summary.arms().stream().map(arm -> arm.toDice90().map(part).orElse("not reached")).toList());
    }

    private void figures(String name, String kind, List<Double> values, boolean higherIsBetter, int decimals) {
        Comparator<Double> quality = higherIsBetter ? Comparator.naturalOrder() : Comparator.reverseOrder();
        double best = values.stream().filter(Double::isFinite).max(quality).orElse(Double.NaN);
        Element row = Element.of("tr").with("class", kind).add(Element.of("th", name).with("scope", "row"));
        for (double value : values) {
            String digits = Figure.decimals(value, decimals);
            row.add(value == best ? Element.of("td").add(Element.of("strong", digits)) : Element.of("td", digits));
        }
        body.add(row);
    }

    private void row(String name, String kind, List<String> cells) {
        Element row = Element.of("tr").with("class", kind).add(Element.of("th", name).with("scope", "row"));
        cells.forEach(cell -> row.add(Element.of("td", cell)));
        body.add(row);
    }
}
