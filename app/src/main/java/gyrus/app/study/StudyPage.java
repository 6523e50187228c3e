package gyrus.app.study;

import gyrus.app.factor.ArmConfig;
import gyrus.app.report.Figure;
import gyrus.app.report.Page;
import gyrus.app.report.chart.DifferenceChart;
import gyrus.app.report.chart.LineChart;
import gyrus.app.report.chart.LineChart.Guide;
import gyrus.app.report.chart.PairChart;
import gyrus.app.report.chart.Scale;
import gyrus.app.report.chart.Series;
import gyrus.app.report.chart.Series.Point;
import gyrus.app.report.chart.Series.Stroke;
import gyrus.app.report.markup.Element;
import gyrus.app.run.ConfigFile;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.study.Analysis.Comparison;
import gyrus.app.study.Analysis.Gain;
import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** {@code study.html}: the whole study on one page. */
public final class StudyPage {

    private final StudyConfig study;
    private final Analysis analysis;

    private StudyPage(StudyConfig study, Analysis analysis) {
        this.study = study;
        this.analysis = analysis;
    }

    /**
     * @param data the scans, in words for people
     * @param environment what it ran on
     * @param credits whom the data are owed to
     */
    public static void write(StudyConfig study, Analysis analysis, String data, Map<String, String> environment,
            List<String> credits, Path file) throws IOException {
        AtomicFile.write(file, new StudyPage(study, analysis).html(data, environment, credits));
    }

    private String html(String data, Map<String, String> environment, List<String> credits) {
        Page page = new Page("Gyrus: a study of brain segmentation", "Gyrus study",
                study.question().isEmpty() ? "Does denoise pre-training help a brain segmentation network?" : study.question());
        page.wideFact("Data", data);
        page.wideFact("Left out and tested on, one after the other", String.join(", ", study.patients()));
        if (!study.factors().isEmpty()) {
            page.wideFact("Varied", study.factors().entrySet().stream()
                    .map(factor -> factor.getKey() + ": " + String.join(", ", factor.getValue()))
                    .collect(Collectors.joining("; ")));
        }
        page.wideFact("Arms", study.base().arms().stream().map(ArmConfig::toString).collect(Collectors.joining("; ")));
        page.fact("Preset", study.base().preset().name().toLowerCase(Locale.ROOT));
        page.fact("Patients", Integer.toString(study.patients().size()));
        page.fact("Seeds", Integer.toString(study.seeds()));
        page.fact("Training scans", study.scans().stream().map(Object::toString).reduce((a, b) -> a + " and " + b).orElseThrow());
        page.fact("Networks", Integer.toString(study.jobs().size()));
        EffectFigures effects = new EffectFigures(study, analysis);
        page.answer(StudyFindings.answer(analysis));
        page.findings(StudyFindings.follows(analysis), StudyFindings.saysNot(study, analysis));
        page.section("differences", "Every arm minus " + study.chosen().against(), differences());
        page.section("words", "All comparisons in words", List.of(Page.list(StudyFindings.says(analysis))));
        page.section("scans", "Few scans against many", effects.ofScans());
        page.section("factors", "What the settings change", effects.ofFactors());
        page.section("convergence", "How soon a good Dice is reached", convergence());
        page.section("patients", "Patient by patient", patients());
        page.section("method", "How it was computed", method());
        page.settings(configuration(), environment);
        return page.html(credits);
    }

    private List<Element> differences() {
        Element body = Element.of("tbody");
        for (TestMeasure measure : study.measures()) {
            for (Comparison comparison : analysis.comparisons()) {
                Gain gain = comparison.gains().get(measure);
                boolean first = comparison == analysis.comparisons().getFirst();
                body.add(StudyTable.row(first ? "measure" : "", measure.title() + ", " + label(comparison), List.of(
                        Figure.decimals(gain.arm(), measure.decimals()), Figure.decimals(gain.against(), measure.decimals()),
                        StudyTable.signed(gain.difference().centre(), measure.decimals()),
                        StudyTable.interval(gain.difference(), measure.decimals()),
                        StudyFindings.p(analysis, gain.difference()), better(measure, gain.difference()))));
            }
        }
        List<Element> parts = new ArrayList<>();
        parts.add(
                StudyTable.table(
                        "Means over the patients of an arm and of " + against() + ", and their difference with its 95 % interval.",
                        body, "Test scans", "Arm", study.chosen().against(), "Difference", "95 % interval", "p, corrected",
                        "Patients better"));
        for (TestMeasure measure : study.measures()) {
            List<DifferenceChart.Row> rows = analysis.comparisons().stream()
                    .map(comparison -> StudyTable.chartRow(study, label(comparison), comparison.scans(),
                            comparison.gains().get(measure).difference()))
                    .toList();
            parts.add(Figure.of(StudyTable.chart(study, measure, measure.title(), rows), measure.title()
                    + " on the test scans, an arm minus " + against() + ": a dot for each patient, their centre (stroke) "
                    + "and its 95 % interval (bar)."));
        }
        return parts;
    }

    private static String better(TestMeasure measure, PairedDifference difference) {
        if (!difference.isKnown()) {
            return "–";
        }
        long better = measure.isDistance() ? difference.differences().stream().filter(value -> value < 0).count()
                : difference.positive();
        return better + " of " + difference.differences().size();
    }

    private List<Element> convergence() {
        Element body = Element.of("tbody");
        for (double dice : Analysis.GOOD_DICE) {
            for (Comparison comparison : analysis.comparisons()) {
                Convergence convergence = comparison.convergence().get(Analysis.GOOD_DICE.indexOf(dice));
                boolean first = comparison == analysis.comparisons().getFirst();
                body.add(StudyTable.row(first ? "measure" : "", dice + ", " + label(comparison), List.of(
                        convergence.armReached() + " / " + convergence.againstReached() + " of " + convergence.runs(),
                        String.format(Locale.ROOT, "%d / %d / %d / %d",
                                convergence.sooner(), convergence.same(), convergence.later(), convergence.neither()),
                        Figure.decimals(convergence.armEpochs(), 1) + " / "
                                + Figure.decimals(convergence.againstEpochs(), 1),
                        StudyTable.signed(convergence.saved().centre(), 2), StudyTable.interval(convergence.saved(), 2),
                        StudyFindings.p(analysis, convergence.saved()))));
            }
        }
        List<Element> parts = new ArrayList<>();
        parts.add(Element.of("p", "Epochs spent below a validation Dice, of the " + study.base().epochs() + " trained. A run that "
                + "never reached it spent all of them; how many more it would have needed is not known, so the epochs saved are "
                + "the fewest that agree with the data."));
        parts.add(StudyTable.table("Runs that reached a validation Dice, and the epochs that they spent below it.", body,
                "Validation Dice", "Reached, arm / " + study.chosen().against(), "Pairs sooner / same / later / neither",
                "Epochs below, arm / " + study.chosen().against(), "Epochs saved", "95 % interval", "p, corrected"));
        for (ArmConfig arm : study.compared()) {
            for (Level level : study.levels()) {
                parts.add(curves(arm.name(), level.toString()));
            }
        }
        return parts;
    }

    private Element curves(String arm, String level) {
        List<Series> lines = new ArrayList<>();
        for (Comparison comparison : analysis.comparisons()) {
            if (comparison.arm().equals(arm) && comparison.level().equals(level)) {
                lines.add(curve(arm + " " + comparison.scans(), comparison, Stroke.SOLID, comparison.armDice()));
                lines.add(curve(study.chosen().against() + " " + comparison.scans(), comparison, Stroke.DASHED,
                        comparison.againstDice()));
            }
        }
        String title = Stream.of("Mean validation Dice", study.compared().size() > 1 ? arm : "", level)
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        Element charts = Element.of("div").with("class", "charts");
        for (Scale scale : List.of(Scale.LINEAR, Scale.TOWARDS_ONE)) {
            charts.add(new LineChart(title, "epoch", scale, lines, Optional.of(new Guide(0.9, "Dice 0.9"))).draw());
        }
        return Figure.of(charts, title + " over all patients and seeds; on the right closer to 1.");
    }

    private Series curve(String label, Comparison comparison, Stroke stroke, List<Double> values) {
        return new Series(label, StudyTable.hue(study, comparison.scans()), stroke, IntStream.range(0, values.size())
                .mapToObj(epoch -> new Point(epoch + 1, values.get(epoch))).toList());
    }

    private List<Element> patients() {
        TestMeasure measure = study.primary();
        List<Element> parts = new ArrayList<>();
        Element charts = Element.of("div").with("class", "charts");
        for (Comparison comparison : analysis.comparisons()) {
            Gain gain = comparison.gains().get(measure);
            charts.add(Element.of("div").add(Element.of("h3", label(comparison)), new PairChart(measure.title() + ", "
                    + label(comparison), StudyTable.hue(study, comparison.scans()),
                    IntStream.range(0, study.patients().size())
                            .mapToObj(patient -> new PairChart.Row(study.patients().get(patient),
                                    gain.againstPatients().get(patient), gain.armPatients().get(patient)))
                            .toList())
                    .draw()));
        }
        parts.add(Figure.of(charts,
                measure.title() + " of each patient: a ring with " + against() + ", a dot with the arm. Each is the mean over "
                        + "the seeds and the patient's scans."));
        Element body = Element.of("tbody");
        for (int patient = 0; patient < study.patients().size(); patient++) {
            List<String> cells = new ArrayList<>();
            for (Comparison comparison : analysis.comparisons()) {
                Gain gain = comparison.gains().get(measure);
                cells.add(Figure.decimals(gain.armPatients().get(patient), measure.decimals()));
                cells.add(Figure.decimals(gain.againstPatients().get(patient), measure.decimals()));
                cells.add(StudyTable.signed(gain.difference().differences().get(patient), measure.decimals()));
            }
            body.add(StudyTable.row("", study.patients().get(patient), cells));
        }
        List<String> titles = new ArrayList<>(List.of(measure.title()));
        analysis.comparisons().forEach(comparison -> titles.addAll(List.of(
                label(comparison) + ", arm", study.chosen().against(), "difference")));
        parts.add(StudyTable.table(measure.title() + " of each patient with each arm and with " + against() + ".", body,
                titles.toArray(String[]::new)));
        return parts;
    }

    private List<Element> method() {
        return List.of(
                Element.of("p", "Each patient is left out in turn: networks are trained on scans of the others and tested on all "
                        + "scans of this one, over the whole volume. A network and the one that it is compared with share "
                        + "training scans, seed, order of the slices and test scans."),
                Element.of("p", switch (study.base().validation()) {
                    case HELD_OUT -> "All networks that leave out one patient validate on the same slices, on which none of them "
                            + "trains: those of a scan of a further patient; where too few scans would be left to train on, those "
                            + "of a further scan, or else slices spread over the largest training set.";
                    case LAST -> "Each network validates on the last slices of its own training set, as in the paper's code.";
                }),
                Element.of("p", "The patient is the unit of independence. Several seeds, and several scans of one patient, are "
                        + "averaged first; then there is one difference for each patient."),
                Element.of("p", "Differences: Hodges and Lehmann's centre, the median of all means of two patients' differences. "
                        + "Intervals: all centres that the signed-rank test does not reject at 5 %. p: Wilcoxon's signed-rank "
                        + "test, two-sided, from its exact distribution; differences of 0 are left out, equal sizes share their "
                        + "mean rank" + zerosAndTies() + "."),
                Element.of("p", "One comparison was chosen beforehand: the difference in " + study.primary().title()
                        + " with the fewest scans"
                        + (study.factors().isEmpty() ? "" : ", averaged over all settings")
                        + ". Its p stands as it is. All other p "
                        + "are corrected together by Holm's method; comparisons in which no patient shows a difference have "
                        + "none."));
    }

    /** Returns whether zeros and ties came up. */
    private String zerosAndTies() {
        int zeros = 0;
        boolean ties = false;
        for (Comparison comparison : analysis.comparisons()) {
            for (Gain gain : comparison.gains().values()) {
                zeros += gain.difference().test().zeros();
                ties |= gain.difference().test().ties();
            }
        }
        return " (in the measures on the test scans there were " + (zeros == 0 ? "no" : zeros) + " differences of 0 and "
                + (ties ? "some" : "no") + " ties)";
    }

    private Map<String, String> configuration() {
        Map<String, String> lines = new LinkedHashMap<>(ConfigFile.lines(study.base()));
        lines.put("seed", study.seedValues().map(Object::toString).reduce((a, b) -> a + ", " + b).orElseThrow());
        study.factors().forEach((key, values) -> lines.put(key, String.join(", ", values)));
        lines.put("measures", study.measures().stream().map(TestMeasure::name).collect(Collectors.joining(", ")));
        lines.put("smallestEffect", Double.toString(study.smallestEffect()));
        return lines;
    }

    private String against() {
        return "the arm " + study.chosen().against();
    }

    private String label(Comparison comparison) {
        return StudyTable.counted(comparison.scans())
                + (analysis.label(comparison).isEmpty() ? "" : ", " + analysis.label(comparison));
    }
}
