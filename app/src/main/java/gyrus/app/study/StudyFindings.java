package gyrus.app.study;

import gyrus.app.experiment.Config;
import gyrus.app.statistics.Interval;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.statistics.SignedRank;
import gyrus.app.study.Analysis.Comparison;
import gyrus.app.study.Analysis.FactorEffect;
import gyrus.app.study.Analysis.SizeEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plain sentences on what the data support. They speak of Dice, which was chosen as the measure beforehand. */
public final class StudyFindings {

    /** The level of significance. */
    private static final double LEVEL = 0.05;

    private StudyFindings() {}

    public static List<String> says(Analysis analysis) {
        List<String> sentences = new ArrayList<>();
        power(analysis).ifPresent(sentences::add);
        for (SizeEffect effect : analysis.bySize().reversed()) {
            sentences.add(onDice(analysis, effect));
        }
        if (analysis.bySize().size() > 1) {
            sentences.add(onScans(analysis.bySize().getFirst(), analysis.bySize().getLast()));
        }
        for (FactorEffect effect : analysis.byFactor()) {
            effect.againstFirst().ifPresent(difference -> sentences.add(onFactor(effect, difference)));
        }
        List<Comparison> silent = analysis.comparisons().stream().filter(StudyFindings::saysNothingOnConvergence).toList();
        analysis.comparisons().stream().filter(comparison -> !silent.contains(comparison))
                .forEach(comparison -> sentences.add(onConvergence(comparison)));
        if (!silent.isEmpty()) {
            sentences.add(String.format(Locale.ROOT,
                    "In %d of %d comparisons no run reached a validation Dice of %s; on the speed of convergence these say "
                            + "nothing.",
                    silent.size(), analysis.comparisons().size(), Analysis.GOOD_DICE.getFirst()));
        }
        return sentences;
    }

    /** Returns a warning if the patients are too few for any result to be significant. */
    private static Optional<String> power(Analysis analysis) {
        int patients = analysis.comparisons().getFirst().gains().get(TestMeasure.DICE).difference().differences().size();
        double smallest = SignedRank.smallestP(patients);
        if (smallest <= LEVEL) {
            return Optional.empty();
        }
        int needed = patients;
        while (SignedRank.smallestP(needed) > LEVEL) {
            needed++;
        }
        return Optional.of(String.format(Locale.ROOT, "Nothing here can be significant: with %d %s the signed-rank test gives no p "
                + "below %.3g, whatever the figures. It takes at least %d patients to reach %.2f.",
                patients, patients == 1 ? "patient" : "patients", smallest, needed, LEVEL));
    }

    private static String onDice(Analysis analysis, SizeEffect effect) {
        PairedDifference difference = effect.dice().difference();
        return String.format(Locale.ROOT,
                "Trained on %s%s, the mean test Dice was %s with pre-training and %s without, a difference of %s. %s",
                StudyTable.counted(effect.scans()), analysis.byFactor().isEmpty() ? "" : ", averaged over all settings",
                digits(effect.dice().pretrained()), digits(effect.dice().fresh()),
                figures(difference, 5), verdict(difference, "pre-training raises the Dice", "pre-training lowers the Dice"));
    }

    private static boolean saysNothingOnConvergence(Comparison comparison) {
        Convergence convergence = comparison.convergence().getFirst();
        return convergence.neither() == convergence.runs();
    }

    private static String onConvergence(Comparison comparison) {
        Convergence convergence = comparison.convergence().getFirst();
        return String.format(Locale.ROOT,
                "Trained on %s, %d of %d runs reached a validation Dice of %s with pre-training and %d without; pre-training was "
                        + "sooner in %d pairs, later in %d; epochs saved: %s. %s",
                setting(comparison),
                convergence.pretrainedReached(), convergence.runs(), convergence.dice(), convergence.freshReached(),
                convergence.sooner(), convergence.later(), figures(convergence.saved(), 2),
                verdict(convergence.saved(), "pre-training saves epochs", "pre-training costs epochs"));
    }

    private static String onScans(SizeEffect few, SizeEffect many) {
        PairedDifference difference = Analysis.less(few.dice().difference(), many.dice().difference());
        return String.format(Locale.ROOT, "The gain in Dice with %s minus that with %s is %s. %s",
                StudyTable.counted(few.scans()), StudyTable.counted(many.scans()), figures(difference, 5), verdict(difference,
                        "pre-training brings more with fewer scans", "pre-training brings less with fewer scans"));
    }

    private static String onFactor(FactorEffect effect, PairedDifference difference) {
        return String.format(Locale.ROOT,
                "With %s=%s, the gain in Dice on %s differs from that with the factor's first value by %s. %s",
                effect.factor(), effect.value(), StudyTable.counted(effect.scans()), figures(difference, 5),
                verdict(difference, "pre-training brings more with it", "pre-training brings less with it"));
    }

    private static String setting(Comparison comparison) {
        String scans = StudyTable.counted(comparison.scans());
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
        return "The interval leaves 0 out, but the signed-rank test does not confirm it: a hint that " + claim + ", not evidence.";
    }

    static List<String> saysNot(StudyConfig study, Analysis analysis) {
        List<String> sentences = new ArrayList<>();
        int patients = study.patients().size();
        sentences.add(String.format(Locale.ROOT,
                "How people in general would come out: there are %d patients here, and with so few a bootstrap interval is "
                        + "too narrow rather than too wide. More seeds do not make up for patients.",
                patients));
        sentences.add("That there is no difference, where none is shown: differences as large as the interval's ends agree with "
                + "the data.");
        sentences.add(String.format(Locale.ROOT, "Much by a single p: there are %d on this page, not corrected for their number; "
                + "where nothing is to be found, one in twenty falls below 0.05 all the same. Folds share most of their training "
                + "scans, so patients are tested independently but not trained for independently.", tests(analysis)));
        sentences.add("That time is saved, where epochs are: before its first one, a pre-trained network was taught to denoise for "
                + study.base().denoiseEpochs() + " epochs, which are not counted.");
        sentences.add("Whether the same holds with longer training, other learning rates or other networks, or on scans of other "
                + "scanners and sequences.");
        if (study.base().data().equals(Config.PHANTOM)) {
            sentences.add("Anything about real heads: these are phantoms.");
        }
        return sentences;
    }

    /** How many p are given. */
    private static long tests(Analysis analysis) {
        return analysis.comparisons().stream()
                .mapToLong(comparison -> comparison.gains().size() + comparison.convergence().size()).sum()
                + analysis.trends().stream().mapToLong(trend -> trend.differences().size()).sum()
                + analysis.byFactor().stream().mapToLong(effect -> effect.againstFirst().isPresent() ? 2 : 1).sum();
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.5f", value);
    }
}
