package gyrus.app.study;

import gyrus.app.experiment.Config;
import gyrus.app.statistics.Interval;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.statistics.SignedRank;
import gyrus.app.study.Analysis.Comparison;
import gyrus.app.study.Analysis.Gain;
import gyrus.app.study.Analysis.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the data support, and what not, in plain sentences. Dice is the measure they speak of; it was chosen beforehand. */
final class StudyFindings {

    /** What p must not exceed. */
    private static final double LEVEL = 0.05;

    private StudyFindings() {}

    static List<String> says(Analysis analysis) {
        List<String> sentences = new ArrayList<>();
        for (Comparison comparison : analysis.comparisons()) {
            sentences.add(onDice(comparison));
        }
        for (Comparison comparison : analysis.comparisons()) {
            sentences.add(onConvergence(comparison));
        }
        for (Trend trend : analysis.trends()) {
            sentences.add(onScans(trend));
        }
        return sentences;
    }

    private static String onDice(Comparison comparison) {
        Gain gain = comparison.gains().get(TestMeasure.DICE);
        PairedDifference difference = gain.difference();
        return "%s, the mean test Dice was %s with pre-training and %s without, a difference of %s. %s".formatted(
                trainedOn(comparison), digits(gain.pretrained()), digits(gain.fresh()),
                figures(difference, 5), verdict(difference, "pre-training raises the Dice", "pre-training lowers the Dice"));
    }

    private static String onConvergence(Comparison comparison) {
        Convergence convergence = comparison.convergence().getFirst();
        String reached = "%s, %d of %d runs reached a validation Dice of %s with pre-training and %d without".formatted(
                trainedOn(comparison), convergence.pretrainedReached(), convergence.runs(), convergence.dice(),
                convergence.freshReached());
        if (convergence.neither() == convergence.runs()) {
            return reached + ". On the speed of convergence the data say nothing.";
        }
        return "%s; pre-training was sooner in %d pairs, later in %d; epochs saved: %s. %s".formatted(reached,
                convergence.sooner(), convergence.later(), figures(convergence.saved(), 2),
                verdict(convergence.saved(), "pre-training saves epochs", "pre-training costs epochs"));
    }

    private static String onScans(Trend trend) {
        PairedDifference difference = trend.differences().get(TestMeasure.DICE);
        String level = trend.level().isEmpty() ? "The" : "With " + trend.level() + ", the";
        return "%s gain in Dice with the small training set minus that with the large is %s. %s".formatted(level,
                figures(difference, 5), verdict(difference,
                        "pre-training brings more with fewer scans", "pre-training brings less with fewer scans"));
    }

    private static String trainedOn(Comparison comparison) {
        String scans = "Trained on " + comparison.scans() + (comparison.scans() == 1 ? " scan" : " scans");
        return comparison.level().isEmpty() ? scans : scans + " with " + comparison.level();
    }

    /** {@code +0.00040 (95 % interval -0.00110 to +0.00190; p = 0.44, 7 patients)}. */
    static String figures(PairedDifference difference, int decimals) {
        String format = "%+." + decimals + "f";
        String interval = difference.interval().isPresent()
                ? String.format(Locale.ROOT, "95 %% interval " + format + " to " + format + "; ",
                        difference.interval().get().low(), difference.interval().get().high())
                : "";
        int patients = difference.differences().size();
        return String.format(Locale.ROOT, format + " (%sp = %s, %d %s)", difference.mean(), interval, p(difference.test()),
                patients, patients == 1 ? "patient" : "patients");
    }

    static String p(SignedRank test) {
        return String.format(Locale.ROOT, test.p() < 0.001 ? "%.1e" : "%.3f", test.p());
    }

    private static String verdict(PairedDifference difference, String above, String below) {
        if (difference.interval().isEmpty()) {
            return "With one patient the data cannot show a difference.";
        }
        Interval interval = difference.interval().get();
        if (interval.contains(0)) {
            return interval.low() == 0 && interval.high() == 0
                    ? "There was no difference in any patient."
                    : "The interval includes 0: the data do not show a difference.";
        }
        String claim = difference.mean() > 0 ? above : below;
        if (difference.test().p() <= LEVEL) {
            return "The data support that " + claim + ".";
        }
        double smallest = SignedRank.smallestP(difference.test().pairs());
        return "The interval leaves 0 out, but the signed-rank test does not confirm it"
                + (smallest > LEVEL
                        ? String.format(Locale.ROOT, " (with so few patients p cannot fall below %.3g)", smallest) : "")
                + ": a hint that " + claim + ", not evidence.";
    }

    static List<String> saysNot(StudyConfig study) {
        List<String> sentences = new ArrayList<>();
        int patients = study.patients().size();
        sentences.add(("How people in general would come out: there are %d patients here, and with so few a bootstrap interval is "
                + "too narrow rather than too wide. More seeds do not make up for patients.").formatted(patients));
        sentences.add("That there is no difference, where none is shown: differences as large as the interval's ends agree with the "
                + "data.");
        sentences.add("Much by a single p: the tests were several and p is not corrected for that. Folds share most of their "
                + "training scans, so patients are tested independently but not trained for independently.");
        sentences.add("Whether the same holds with longer training, other learning rates or other networks, or on scans of other "
                + "scanners and sequences.");
        if (study.base().data().equals(Config.PHANTOM)) {
            sentences.add("Anything about real heads: these are phantoms.");
        }
        return sentences;
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }
}
