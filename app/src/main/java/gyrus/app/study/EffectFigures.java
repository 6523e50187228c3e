package gyrus.app.study;

import gyrus.app.report.Figure;
import gyrus.app.report.chart.DifferenceChart;
import gyrus.app.report.chart.LineChart;
import gyrus.app.report.chart.LineChart.Guide;
import gyrus.app.report.chart.Scale;
import gyrus.app.report.chart.Series;
import gyrus.app.report.chart.Series.Point;
import gyrus.app.report.chart.Series.Stroke;
import gyrus.app.report.markup.Element;
import gyrus.app.statistics.Interval;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.study.Analysis.FactorEffect;
import gyrus.app.study.Analysis.SizeEffect;
import gyrus.app.study.Analysis.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Figures of the chosen comparison against the number of scans and the varied settings. */
final class EffectFigures {

    private final StudyConfig study;
    private final Analysis analysis;
    private final TestMeasure measure;
    private final int decimals;

    EffectFigures(StudyConfig study, Analysis analysis) {
        this.study = study;
        this.analysis = analysis;
        this.measure = analysis.primary();
        this.decimals = measure.decimals();
    }

    /** Returns the figures of the effect against the number of scans. */
    List<Element> ofScans() {
        if (analysis.trends().isEmpty()) {
            return List.of();
        }
        List<SizeEffect> effects = analysis.bySize();
        List<Series> means = List.of(
                sizeLine(study.chosen().arm(), Stroke.SOLID, effects, effect -> effect.gain().arm()),
                sizeLine(study.chosen().against(), Stroke.DASHED, effects, effect -> effect.gain().against()));
        List<Series> difference = List.of(
                sizeLine("Difference", Stroke.SOLID, effects, effect -> effect.gain().difference().centre()),
                sizeLine("95 % from", Stroke.DOTTED, effects, effect -> end(effect, Interval::low)),
                sizeLine("95 % to", Stroke.DOTTED, effects, effect -> end(effect, Interval::high)));
        Element charts = Element.of("div").with("class", "charts").add(
                sizeChart("Mean test " + measure.title(), means, Optional.empty()),
                sizeChart("Difference in " + measure.title(), difference, Optional.of(new Guide(0, "no difference"))));
        Element body = Element.of("tbody");
        for (Trend trend : analysis.trends()) {
            trend.differences().forEach((each, more) -> body.add(StudyTable.row("", analysis.label(trend).isEmpty()
                    ? each.title() : each.title() + ", " + analysis.label(trend),
                    List.of(StudyTable.signed(more.centre(), each.decimals()), StudyTable.interval(more, each.decimals()),
                            StudyFindings.p(analysis, more)))));
        }
        return List.of(
                Figure.of(charts,
                        measure.title() + " on the test scans against the number of scans trained on, and " + difference()
                                + (study.factors().isEmpty() ? "." : ", averaged over all settings.")),
                Element.of("p", "The difference, an arm minus " + study.chosen().against() + ", with "
                        + StudyTable.counted(study.scans().getLast()) + " minus that with "
                        + StudyTable.counted(study.scans().getFirst()) + ", patient by patient."),
                StudyTable.table("Whether an arm gains more where there is less to train on.", body,
                        "Difference with few minus difference with many", "Centre", "95 % interval",
                        "p, corrected"));
    }

    private static Element sizeChart(String title, List<Series> lines, Optional<Guide> guide) {
        return Element.of("div").add(Element.of("h3", title), new LineChart(title, "scans", Scale.LINEAR, lines, guide).draw());
    }

    private static Series sizeLine(String label, Stroke stroke, List<SizeEffect> effects, ToDoubleFunction<SizeEffect> value) {
        return new Series(label, 0, stroke,
                effects.stream().map(effect -> new Point(effect.scans(), value.applyAsDouble(effect))).toList());
    }

    private static double end(SizeEffect effect, ToDoubleFunction<Interval> end) {
        return effect.gain().difference().interval().map(end::applyAsDouble).orElse(Double.NaN);
    }

    /** Returns a table and a chart for each factor. */
    List<Element> ofFactors() {
        List<Element> parts = new ArrayList<>();
        study.factors().forEach((factor, values) -> {
            List<FactorEffect> effects = analysis.byFactor().stream().filter(effect -> effect.factor().equals(factor)).toList();
            Element body = Element.of("tbody");
            for (FactorEffect effect : effects) {
                PairedDifference gain = effect.gain().difference();
                Optional<PairedDifference> more = effect.againstFirst();
                body.add(StudyTable.row(more.isEmpty() ? "measure" : "", label(effect), List.of(
                        Figure.decimals(effect.gain().arm(), decimals), Figure.decimals(effect.gain().against(), decimals),
                        StudyTable.signed(gain.centre(), decimals), StudyTable.interval(gain, decimals),
                        StudyFindings.p(analysis, gain),
                        more.map(difference -> StudyTable.signed(difference.centre(), decimals)).orElse("–"),
                        more.map(difference -> StudyTable.interval(difference, decimals)).orElse("–"),
                        more.map(difference -> StudyFindings.p(analysis, difference)).orElse("–"))));
            }
            parts.add(StudyTable.table("The difference with each value of " + factor + ".", body, measure.title() + ", " + factor,
                    study.chosen().arm(), study.chosen().against(), "Difference", "95 % interval",
                    "p, corrected",
                    "More than with " + values.getFirst(), "95 % interval", "p, corrected"));
            parts.add(Figure.of(StudyTable.chart(study, measure, factor, effects.stream().map(this::chartRow).toList()),
                    "The difference in " + measure.title() + ", " + difference() + ", with each value of " + factor
                            + (study.factors().size() == 1 ? "" : ", averaged over the other settings")
                            + ": a dot for each patient, their centre (stroke) and its 95 % interval (bar)."));
        });
        return parts;
    }

    private String difference() {
        return study.chosen().arm() + " minus " + study.chosen().against();
    }

    private DifferenceChart.Row chartRow(FactorEffect effect) {
        return StudyTable.chartRow(study, label(effect), effect.scans(), effect.gain().difference());
    }

    private static String label(FactorEffect effect) {
        return effect.value() + ", " + StudyTable.counted(effect.scans());
    }
}
