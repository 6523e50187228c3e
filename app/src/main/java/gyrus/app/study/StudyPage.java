package gyrus.app.study;

import gyrus.app.AtomicFile;
import gyrus.app.report.Figure;
import gyrus.app.report.Page;
import gyrus.app.report.chart.DifferenceChart;
import gyrus.app.report.chart.LineChart;
import gyrus.app.report.chart.LineChart.Guide;
import gyrus.app.report.chart.Scale;
import gyrus.app.report.chart.Series;
import gyrus.app.report.chart.Series.Point;
import gyrus.app.report.chart.Series.Stroke;
import gyrus.app.report.markup.Element;
import gyrus.app.run.ConfigFile;
import gyrus.app.statistics.Interval;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.study.Analysis.Comparison;
import gyrus.app.study.Analysis.Gain;
import gyrus.app.study.Analysis.Trend;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code study.html}: the whole study on one page. */
final class StudyPage {

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
    static void write(StudyConfig study, Analysis analysis, String data, Map<String, String> environment, List<String> credits,
            Path file) throws IOException {
        AtomicFile.write(file, new StudyPage(study, analysis).html(data, environment, credits));
    }

    private String html(String data, Map<String, String> environment, List<String> credits) {
        Page page = new Page("Gyrus: a study of denoise pre-training", "Gyrus study",
                "Does denoise pre-training help a brain segmentation network?");
        page.wideFact("Data", data);
        page.wideFact("Left out and tested on, one after the other", String.join(", ", study.patients()));
        if (!study.factors().isEmpty()) {
            page.wideFact("Varied", study.factors().toString());
        }
        page.fact("Preset", study.base().preset().name().toLowerCase());
        page.fact("Patients", Integer.toString(study.patients().size()));
        page.fact("Seeds", Integer.toString(study.seeds()));
        page.fact("Training scans", study.scans().stream().map(Object::toString).reduce((a, b) -> a + " and " + b).orElseThrow());
        page.fact("Networks", Integer.toString(study.jobs().size()));
        page.findings(StudyFindings.says(analysis), StudyFindings.saysNot(study));
        page.section("differences", "Pre-trained minus not", differences());
        page.section("scans", "Few scans against many", trends());
        page.section("convergence", "How soon a good Dice is reached", convergence());
        page.section("patients", "Patient by patient", List.of(patients()));
        page.section("method", "How it was computed", method());
        page.settings(configuration(), environment);
        return page.html(credits);
    }

    private List<Element> differences() {
        Element body = Element.of("tbody");
        for (TestMeasure measure : TestMeasure.values()) {
            for (Comparison comparison : analysis.comparisons()) {
                Gain gain = comparison.gains().get(measure);
                boolean first = comparison == analysis.comparisons().getFirst();
                body.add(row(first ? "measure" : "", measure.title() + ", " + label(comparison), List.of(
                        Figure.decimals(gain.pretrained(), 5), Figure.decimals(gain.fresh(), 5),
                        signed(gain.difference().mean(), 5), interval(gain.difference(), 5),
                        StudyFindings.p(gain.difference().test()),
                        gain.difference().positive() + " of " + study.patients().size())));
            }
        }
        List<Element> parts = new ArrayList<>();
        parts.add(table(body, "Test scans", "Pre-trained", "Not", "Difference", "95 % interval", "p", "Patients better"));
        for (TestMeasure measure : TestMeasure.values()) {
            List<DifferenceChart.Row> rows = analysis.comparisons().stream()
                    .map(comparison -> chartRow(comparison, comparison.gains().get(measure).difference())).toList();
            parts.add(Figure.of(new DifferenceChart(measure.title(), rows).draw(), measure.title()
                    + " on the test scans, pre-trained minus not: a dot for each patient, the mean (stroke) and its 95 % interval "
                    + "(bar)."));
        }
        return parts;
    }

    private DifferenceChart.Row chartRow(Comparison comparison, PairedDifference difference) {
        List<Double> ends = difference.interval().map(interval -> List.of(interval.low(), interval.high())).orElse(List.of());
        return new DifferenceChart.Row(label(comparison), hue(comparison), difference.differences(), difference.mean(), ends);
    }

    private List<Element> trends() {
        if (analysis.trends().isEmpty()) {
            return List.of();
        }
        Element body = Element.of("tbody");
        for (Trend trend : analysis.trends()) {
            trend.differences().forEach((measure, difference) -> body.add(row("", trend.level().isEmpty()
                    ? measure.title() : measure.title() + ", " + trend.level(),
                    List.of(signed(difference.mean(), 5), interval(difference, 5), StudyFindings.p(difference.test())))));
        }
        return List.of(
                Element.of("p", ("The gain by pre-training with %d scans minus the gain with %d, patient by patient: above 0, "
                        + "pre-training matters more where there is less to train on.").formatted(
                                study.scans().getLast(), study.scans().getFirst())),
                table(body, "Gain with few minus gain with many", "Difference", "95 % interval", "p"));
    }

    private List<Element> convergence() {
        Element body = Element.of("tbody");
        for (double dice : Analysis.GOOD_DICE) {
            for (Comparison comparison : analysis.comparisons()) {
                Convergence convergence = comparison.convergence().get(Analysis.GOOD_DICE.indexOf(dice));
                boolean first = comparison == analysis.comparisons().getFirst();
                body.add(row(first ? "measure" : "", dice + ", " + label(comparison), List.of(
                        convergence.pretrainedReached() + " / " + convergence.freshReached() + " of " + convergence.runs(),
                        "%d / %d / %d / %d".formatted(
                                convergence.sooner(), convergence.same(), convergence.later(), convergence.neither()),
                        Figure.decimals(convergence.pretrainedEpochs(), 1) + " / "
                                + Figure.decimals(convergence.freshEpochs(), 1),
                        signed(convergence.saved().mean(), 2), interval(convergence.saved(), 2),
                        StudyFindings.p(convergence.saved().test()))));
            }
        }
        List<Element> parts = new ArrayList<>();
        parts.add(Element.of("p", "Epochs spent below a validation Dice, of the " + study.base().epochs() + " trained. A run that "
                + "never reached it spent all of them; how many more it would have needed is not known, so the epochs saved are "
                + "the fewest that agree with the data."));
        parts.add(table(body, "Validation Dice", "Reached, pre-trained / not", "Pairs sooner / same / later / neither",
                "Epochs below, pre-trained / not", "Epochs saved", "95 % interval", "p"));
        for (Level level : study.levels()) {
            parts.add(curves(level.toString()));
        }
        return parts;
    }

    private Element curves(String level) {
        List<Series> lines = new ArrayList<>();
        for (Comparison comparison : analysis.comparisons()) {
            if (comparison.level().equals(level)) {
                lines.add(curve("Pre-trained " + comparison.scans(), comparison, Stroke.SOLID, comparison.pretrainedDice()));
                lines.add(curve("Not " + comparison.scans(), comparison, Stroke.DASHED, comparison.freshDice()));
            }
        }
        String title = level.isEmpty() ? "Mean validation Dice" : "Mean validation Dice, " + level;
        Element charts = Element.of("div").with("class", "charts");
        for (Scale scale : List.of(Scale.LINEAR, Scale.TOWARDS_ONE)) {
            charts.add(new LineChart(title, scale, lines, Optional.of(new Guide(0.9, "Dice 0.9"))).draw());
        }
        return Figure.of(charts, title + " over all patients and seeds; on the right closer to 1.");
    }

    private Series curve(String label, Comparison comparison, Stroke stroke, List<Double> values) {
        return new Series(label, hue(comparison), stroke, IntStream.range(0, values.size())
                .mapToObj(epoch -> new Point(epoch + 1, values.get(epoch))).toList());
    }

    private Element patients() {
        Element body = Element.of("tbody");
        for (int patient = 0; patient < study.patients().size(); patient++) {
            int index = patient;
            body.add(row("", study.patients().get(patient), analysis.comparisons().stream()
                    .map(comparison -> signed(comparison.gains().get(TestMeasure.DICE).difference().differences().get(index), 5))
                    .toList()));
        }
        List<String> titles = new ArrayList<>(List.of("Dice, pre-trained minus not"));
        analysis.comparisons().forEach(comparison -> titles.add(label(comparison)));
        return table(body, titles.toArray(String[]::new));
    }

    private List<Element> method() {
        return List.of(
                Element.of("p", "Each patient is left out in turn: networks are trained on scans of the others and tested on all "
                        + "scans of this one, over the whole volume. A pre-trained network and the one it is paired with share "
                        + "training scans, seed, order of the slices and test scans."),
                Element.of("p", "The patient is the unit of independence. Several seeds, and several scans of one patient, are "
                        + "averaged first; then there is one difference for each patient."),
                Element.of("p", "Intervals: percentile bootstrap of the mean, patients drawn with replacement "
                        + Interval.RESAMPLES + " times. p: Wilcoxon's signed-rank test, two-sided, from its exact distribution; "
                        + "differences of 0 are left out, equal sizes share their mean rank" + counted() + "."));
    }

    /** Whether zeros and ties came up. */
    private String counted() {
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
        return lines;
    }

    private String label(Comparison comparison) {
        String scans = comparison.scans() + (comparison.scans() == 1 ? " scan" : " scans");
        return comparison.level().isEmpty() ? scans : scans + ", " + comparison.level();
    }

    /** The same number of scans has the same colour all over the page. */
    private int hue(Comparison comparison) {
        return study.scans().indexOf(comparison.scans());
    }

    private static String signed(double value, int decimals) {
        return (value >= 0 ? "+" : "") + Figure.decimals(value, decimals);
    }

    private static String interval(PairedDifference difference, int decimals) {
        return difference.interval()
                .map(interval -> signed(interval.low(), decimals) + " to " + signed(interval.high(), decimals)).orElse("–");
    }

    private static Element row(String kind, String name, List<String> cells) {
        Element row = Element.of("tr").with("class", kind).add(Element.of("th", name).with("scope", "row"));
        cells.forEach(cell -> row.add(Element.of("td", cell)));
        return row;
    }

    private static Element table(Element body, String... titles) {
        return Figure.scrolling(Element.of("table").with("class", "results effects").add(Figure.headerRow(titles), body));
    }
}
