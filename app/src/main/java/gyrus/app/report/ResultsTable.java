package gyrus.app.report;

import gyrus.app.report.markup.Element;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Table 1: the measures on the test scan, the best in each row marked; below them the paper's, for networks that were trained on
 * as many scans as its.
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
        Element names = Element.of("tr").add(Element.of("th"));
        for (ArmResult arm : summary.arms()) {
            names.add(Element.of("th", arm.name()).with("scope", "col"));
        }
        measure("Pixel accuracy", ArmResult::accuracy, PaperFigures::accuracy);
        measure("Dice", ArmResult::dice, PaperFigures::dice);
        measure("Intersection over union", ArmResult::iou, PaperFigures::iou);
        row("Best epoch", "apart", summary.arms().stream().map(arm -> Integer.toString(arm.bestEpoch())).toList());
        row("Epochs to validation Dice 0.9", "", summary.arms().stream()
                .map(arm -> arm.epochsToDice90().isPresent() ? Integer.toString(arm.epochsToDice90().getAsInt()) : "not reached")
                .toList());
        row("Dice of the best global threshold", "apart",
                Collections.nCopies(summary.arms().size(), Figure.decimals(summary.thresholdDice(), 5)));
        Element table = Element.of("table").with("class", "results").add(Element.of("thead").add(names), body);
        return Figure.scrolling(table);
    }

    private void measure(String name, ToDoubleFunction<ArmResult> here, Function<PaperFigures, Double> there) {
        figures(name, "measure", summary.arms().stream().map(here::applyAsDouble).toList());
        if (summary.hasPaperFigures()) {
            figures("in the paper", "paper", summary.arms().stream()
                    .map(arm -> PaperFigures.of(arm).map(there).orElse(Double.NaN)).toList());
        }
    }

    private void figures(String name, String kind, List<Double> values) {
        double best = values.stream().filter(Double::isFinite).max(Double::compare).orElse(Double.NaN);
        Element row = Element.of("tr").with("class", kind).add(Element.of("th", name).with("scope", "row"));
        for (double value : values) {
            String digits = Figure.decimals(value, 5);
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
