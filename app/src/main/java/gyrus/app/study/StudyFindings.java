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
    private static final double LEVEL = Interval.LEVEL;

    private StudyFindings() {}

    public static List<String> says(Analysis analysis) {
        List<String> sentences = new ArrayList<>();
        power(analysis).ifPresent(sentences::add);
        for (SizeEffect effect : analysis.bySize().reversed()) {
            sentences.add(onDice(analysis, effect));
        }
        if (analysis.bySize().size() > 1) {
            sentences.add(onScans(analysis, analysis.bySize().getFirst(), analysis.bySize().getLast()));
        }
        for (FactorEffect effect : analysis.byFactor()) {
            effect.againstFirst().ifPresent(difference -> sentences.add(onFactor(analysis, effect, difference)));
        }
        List<Comparison> silent = analysis.comparisons().stream().filter(StudyFindings::saysNothingOnConvergence).toList();
        analysis.comparisons().stream().filter(comparison -> !silent.contains(comparison))
                .forEach(comparison -> sentences.add(onConvergence(analysis, comparison)));
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
                figures(analysis, difference, 5),
                verdict(analysis, difference, "pre-training raises the Dice", "pre-training lowers the Dice"));
    }

    private static boolean saysNothingOnConvergence(Comparison comparison) {
        Convergence convergence = comparison.convergence().getFirst();
        return convergence.neither() == convergence.runs();
    }

    private static String onConvergence(Analysis analysis, Comparison comparison) {
        Convergence convergence = comparison.convergence().getFirst();
        return String.format(Locale.ROOT,
                "Trained on %s, %d of %d runs reached a validation Dice of %s with pre-training and %d without; pre-training was "
                        + "sooner in %d pairs, later in %d; epochs saved: %s. %s",
                setting(comparison),
                convergence.pretrainedReached(), convergence.runs(), convergence.dice(), convergence.freshReached(),
                convergence.sooner(), convergence.later(), figures(analysis, convergence.saved(), 2),
                verdict(analysis, convergence.saved(), "pre-training saves epochs", "pre-training costs epochs"));
    }

    private static String onScans(Analysis analysis, SizeEffect few, SizeEffect many) {
        PairedDifference difference = analysis.moreWithFewScans();
        return String.format(Locale.ROOT, "The gain in Dice with %s minus that with %s is %s. %s",
                StudyTable.counted(few.scans()), StudyTable.counted(many.scans()), figures(analysis, difference, 5),
                verdict(analysis, difference,
                        "pre-training brings more with fewer scans", "pre-training brings less with fewer scans"));
    }

    private static String onFactor(Analysis analysis, FactorEffect effect, PairedDifference difference) {
        return String.format(Locale.ROOT,
                "With %s=%s, the gain in Dice on %s differs from that with the factor's first value by %s. %s",
                effect.factor(), effect.value(), StudyTable.counted(effect.scans()), figures(analysis, difference, 5),
                verdict(analysis, difference, "pre-training brings more with it", "pre-training brings less with it"));
    }

    private static String setting(Comparison comparison) {
        String scans = StudyTable.counted(comparison.scans());
        return comparison.level().isEmpty() ? scans : scans + " with " + comparison.level();
    }

    /** {@code +0.00040 (95 % interval -0.00110 to +0.00190; corrected p = 0.44, 7 patients)}; the primary p is as it is. */
    static String figures(Analysis analysis, PairedDifference difference, int decimals) {
        String format = "%+." + decimals + "f";
        String interval = difference.interval().isPresent()
                ? String.format(Locale.ROOT, "95 %% interval " + format + " to " + format + "; ",
                        difference.interval().get().low(), difference.interval().get().high())
                : "";
        int patients = difference.differences().size();
        return String.format(Locale.ROOT, format + " (%s%s = %s, %d %s)", difference.centre(), interval,
                difference.equals(analysis.primary()) ? "p" : "corrected p", p(analysis, difference), patients,
                patients == 1 ? "patient" : "patients");
    }

    /** Returns the p of a comparison in three decimals, or its power of ten; a dash where no patient shows a difference. */
    static String p(Analysis analysis, PairedDifference difference) {
        if (!difference.differs()) {
            return "–";
        }
        double p = analysis.p(difference);
        return String.format(Locale.ROOT, p < 0.001 ? "%.1e" : "%.3f", p);
    }

    private static String verdict(Analysis analysis, PairedDifference difference, String above, String below) {
        if (!difference.differs()) {
            return "There was no difference in any patient.";
        }
        if (difference.interval().isEmpty()) {
            return "With so few patients the data cannot show a difference.";
        }
        if (difference.interval().get().contains(0)) {
            return "The interval includes 0: the data do not show a difference.";
        }
        String claim = difference.centre() > 0 ? above : below;
        if (analysis.p(difference) <= LEVEL) {
            return "The data support that " + claim + ".";
        }
        return "The interval leaves 0 out, but not after the correction for all comparisons: a hint that " + claim
                + ", not evidence.";
    }

    static List<String> saysNot(StudyConfig study, Analysis analysis) {
        List<String> sentences = new ArrayList<>();
        int patients = study.patients().size();
        sentences.add(String.format(Locale.ROOT,
                "How people in general would come out: there are %d patients here, and their differences are taken to lie "
                        + "evenly around one centre. More seeds do not make up for patients.",
                patients));
        sentences.add("That there is no difference, where none is shown: differences as large as the interval's ends agree with "
                + "the data.");
        sentences.add(String.format(Locale.ROOT, "Much by one of many p: one comparison was chosen beforehand, the Dice with the "
                + "fewest scans. The %d others in which anything differs are corrected together by Holm, so that the chance of any "
                + "false finding among them stays below one in twenty. Folds share most of their training scans, so patients are "
                + "tested independently but not trained for independently.", analysis.others().size()));
        sentences.add("That time is saved, where epochs are: before its first one, a pre-trained network was taught to denoise for "
                + study.base().denoiseEpochs() + " epochs, which are not counted.");
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
