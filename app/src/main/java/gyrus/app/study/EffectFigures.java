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
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Figures of the gain by pre-training against the number of scans and the varied settings. */
final class EffectFigures {

    private final StudyConfig study;
    private final Analysis analysis;

    EffectFigures(StudyConfig study, Analysis analysis) {
        this.study = study;
        this.analysis = analysis;
    }

    /** The effect against the number of scans. */
    List<Element> ofScans() {
        if (analysis.trends().isEmpty()) {
            return List.of();
        }
        List<SizeEffect> effects = analysis.bySize();
        List<Series> dice = List.of(
                sizeLine("Pre-trained", Stroke.SOLID, effects, effect -> effect.dice().pretrained()),
                sizeLine("Not", Stroke.DASHED, effects, effect -> effect.dice().fresh()));
        List<Series> gain = List.of(
                sizeLine("Gain", Stroke.SOLID, effects, effect -> effect.dice().difference().centre()),
                sizeLine("95 % from", Stroke.DOTTED, effects, effect -> end(effect, Interval::low)),
                sizeLine("95 % to", Stroke.DOTTED, effects, effect -> end(effect, Interval::high)));
        Element charts = Element.of("div").with("class", "charts").add(
                sizeChart("Mean test Dice", dice, Optional.empty()),
                sizeChart("Gain in Dice", gain, Optional.of(new Guide(0, "no difference"))));
        Element body = Element.of("tbody");
        for (Trend trend : analysis.trends()) {
            trend.differences().forEach((measure, difference) -> body.add(StudyTable.row("", trend.level().isEmpty()
                    ? measure.title() : measure.title() + ", " + trend.level(),
                    List.of(StudyTable.signed(difference.centre(), 5), StudyTable.interval(difference, 5),
                            StudyFindings.p(analysis, difference)))));
        }
        return List.of(
                Figure.of(charts, "Dice on the test scans against the number of scans trained on, and what pre-training adds to it"
                        + (study.factors().isEmpty() ? "." : ", averaged over all settings.")),
                Element.of("p", String.format(Locale.ROOT,
                        "The gain by pre-training with %s minus the gain with %s, patient by patient: above 0, "
                                + "pre-training matters more where there is less to train on.",
                        StudyTable.counted(study.scans().getLast()), StudyTable.counted(study.scans().getFirst()))),
                StudyTable.table(body, "Gain with few minus gain with many", "Difference", "95 % interval", "p, corrected"));
    }

    private static Element sizeChart(String title, List<Series> lines, Optional<Guide> guide) {
        return Element.of("div").add(Element.of("h3", title), new LineChart(title, "scans", Scale.LINEAR, lines, guide).draw());
    }

    private static Series sizeLine(String label, Stroke stroke, List<SizeEffect> effects, ToDoubleFunction<SizeEffect> value) {
        return new Series(label, 0, stroke,
                effects.stream().map(effect -> new Point(effect.scans(), value.applyAsDouble(effect))).toList());
    }

    private static double end(SizeEffect effect, ToDoubleFunction<Interval> end) {
        return effect.dice().difference().interval().map(end::applyAsDouble).orElse(Double.NaN);
    }

    /** The settings that were varied, one by one. */
    List<Element> ofFactors() {
        List<Element> parts = new ArrayList<>();
        study.factors().forEach((factor, values) -> {
            List<FactorEffect> effects = analysis.byFactor().stream().filter(effect -> effect.factor().equals(factor)).toList();
            Element body = Element.of("tbody");
            for (FactorEffect effect : effects) {
                PairedDifference gain = effect.dice().difference();
                Optional<PairedDifference> more = effect.againstFirst();
                body.add(StudyTable.row(more.isEmpty() ? "measure" : "", label(effect), List.of(
                        Figure.decimals(effect.dice().pretrained(), 5), Figure.decimals(effect.dice().fresh(), 5),
                        StudyTable.signed(gain.centre(), 5), StudyTable.interval(gain, 5), StudyFindings.p(analysis, gain),
                        more.map(difference -> StudyTable.signed(difference.centre(), 5)).orElse("–"),
                        more.map(difference -> StudyTable.interval(difference, 5)).orElse("–"),
                        more.map(difference -> StudyFindings.p(analysis, difference)).orElse("–"))));
            }
            parts.add(StudyTable.table(body, "Dice, " + factor, "Pre-trained", "Not", "Gain", "95 % interval", "p, corrected",
                    "More than with " + values.getFirst(), "95 % interval", "p, corrected"));
            parts.add(Figure.of(new DifferenceChart(factor, effects.stream().map(this::chartRow).toList()).draw(),
                    "The gain in Dice by pre-training with each value of " + factor
                            + (study.factors().size() == 1 ? "" : ", averaged over the other settings")
                            + ": a dot for each patient, their centre (stroke) and its 95 % interval (bar)."));
        });
        return parts;
    }

    private DifferenceChart.Row chartRow(FactorEffect effect) {
        return StudyTable.chartRow(study, label(effect), effect.scans(), effect.dice().difference());
    }

    private static String label(FactorEffect effect) {
        return effect.value() + ", " + StudyTable.counted(effect.scans());
    }
}
