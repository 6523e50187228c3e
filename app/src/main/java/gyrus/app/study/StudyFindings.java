package gyrus.app.study;

import gyrus.app.experiment.Config;
import gyrus.app.statistics.Interval;
import gyrus.app.statistics.PairedDifference;
import gyrus.app.statistics.Relevance;
import gyrus.app.statistics.SignedRank;
import gyrus.app.study.Analysis.Comparison;
import gyrus.app.study.Analysis.FactorEffect;
import gyrus.app.study.Analysis.SizeEffect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Plain sentences on what the data support. They speak of the primary measure, which was chosen beforehand. */
public final class StudyFindings {

    /** The level of significance. */
    private static final double LEVEL = Interval.LEVEL;

    private StudyFindings() {}

    /** Returns the findings, a sentence each: the answer to the study's question first. */
    public static List<String> says(Analysis analysis) {
        List<String> sentences = new ArrayList<>();
        for (SizeEffect effect : analysis.bySize()) {
            sentences.add(onScans(analysis, effect));
        }
        power(analysis).ifPresent(warning -> sentences.add(1, warning));
        if (analysis.bySize().size() > 1) {
            sentences.add(onFewerScans(analysis, analysis.bySize().getFirst(), analysis.bySize().getLast()));
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
        int patients = analysis.chosen().differences().size();
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

    private static String onScans(Analysis analysis, SizeEffect effect) {
        String conclusion = String.join(" ", conclusions(analysis, effect.gain().difference()));
        return numbers(analysis, effect) + (conclusion.isEmpty() ? "" : " " + conclusion);
    }

    /** Returns the figures of the comparison that was chosen beforehand. */
    static String answer(Analysis analysis) {
        return numbers(analysis, analysis.bySize().getFirst());
    }

    /** Returns what follows from the comparison that was chosen beforehand, and from all others together. */
    static List<String> follows(Analysis analysis) {
        List<String> sentences = new ArrayList<>(conclusions(analysis, analysis.chosen()));
        power(analysis).ifPresent(sentences::add);
        List<PairedDifference> others = analysis.others();
        List<PairedDifference> found = others.stream().filter(other -> analysis.p(other) <= LEVEL).toList();
        if (others.isEmpty()) {
            return sentences;
        }
        int patients = analysis.chosen().differences().size();
        boolean hopeless = others.size() * SignedRank.smallestP(patients) > LEVEL;
        sentences.add(found.isEmpty()
                ? String.format(Locale.ROOT, "None of the %d other comparisons in which anything differs is significant after the "
                        + "correction for their number%s.", others.size(),
                        hopeless ? "; with " + patients + " patients none could be" : "")
                : String.format(Locale.ROOT, "Of the %d other comparisons in which anything differs, %d %s significant after the "
                        + "correction for their number:", others.size(), found.size(), found.size() == 1 ? "is" : "are"));
        analysis.names().forEach((name, difference) -> {
            if (found.contains(difference)) {
                sentences.add(name + ": " + figures(analysis, difference, 5) + ".");
            }
        });
        return sentences;
    }

    /** Returns what a difference in the primary measure says: whether there is one, and whether it matters if that was stated. */
    private static List<String> conclusions(Analysis analysis, PairedDifference difference) {
        TestMeasure measure = analysis.primary();
        if (!difference.isKnown()) {
            return List.of();
        }
        String less = measure.isDistance() ? ", of which less is better," : "";
        Chosen arms = analysis.chosenArms();
        List<String> sentences = new ArrayList<>(List.of(verdict(analysis, difference,
                "the " + measure.words() + less + " is higher with " + quoted(arms.arm()) + " than with " + quoted(arms.against()),
                "the " + measure.words() + less + " is lower with " + quoted(arms.arm()) + " than with "
                        + quoted(arms.against()))));
        relevance(analysis, difference).ifPresent(sentences::add);
        return sentences;
    }

    private static String numbers(Analysis analysis, SizeEffect effect) {
        TestMeasure measure = analysis.primary();
        PairedDifference difference = effect.gain().difference();
        String setting = String.format(Locale.ROOT, "Trained on %s%s, the mean test %s was", StudyTable.counted(effect.scans()),
                analysis.byFactor().isEmpty() ? "" : ", averaged over all settings", measure.words());
        if (!difference.isKnown()) {
            return setting + " not known: some network marked nothing, and the " + measure.words()
                    + " of an empty mask has no value.";
        }
        return String.format(Locale.ROOT, "%s %s with %s and %s with %s, a difference of %s.", setting,
                value(measure, effect.gain().arm()), quoted(analysis.chosenArms().arm()),
                value(measure, effect.gain().against()), quoted(analysis.chosenArms().against()),
                figures(analysis, difference, measure.decimals()));
    }

    /** Returns what the interval says about the smallest effect of interest; nothing where none is stated. */
    private static Optional<String> relevance(Analysis analysis, PairedDifference difference) {
        double smallest = analysis.smallestEffect();
        if (smallest == 0 || difference.interval().isEmpty()) {
            return Optional.empty();
        }
        Interval interval = difference.interval().get();
        String bound = new BigDecimal(Double.toString(smallest)).toPlainString() + analysis.primary().unit();
        String begin = difference.equals(analysis.chosen()) ? "The" : "Taken by itself, the";
        return Optional.of(begin + switch (Relevance.of(interval, smallest)) {
            case NEGLIGIBLE -> " whole interval lies within ±" + bound
                    + ", the smallest difference of interest: any difference is too small to matter.";
            case RELEVANT -> " whole interval lies beyond " + bound
                    + ", the smallest difference of interest: the difference is large enough to matter.";
            case UNDECIDED -> " interval reaches beyond ±" + bound + ", the smallest difference of interest, but not as a whole: "
                    + (interval.contains(0) ? "a difference that matters is neither shown nor ruled out."
                            : "whether the difference is large enough to matter is open.");
        });
    }

    private static boolean saysNothingOnConvergence(Comparison comparison) {
        Convergence convergence = comparison.convergence().getFirst();
        return convergence.neither() == convergence.runs();
    }

    private static String onConvergence(Analysis analysis, Comparison comparison) {
        Convergence convergence = comparison.convergence().getFirst();
        return String.format(Locale.ROOT,
                "Trained on %s, %d of %d runs reached a validation Dice of %s with %s and %d with %s; %s was sooner in %d pairs, "
                        + "later in %d; epochs saved: %s. %s",
                setting(comparison), convergence.armReached(), convergence.runs(), convergence.dice(), quoted(comparison.arm()),
                convergence.againstReached(), quoted(analysis.chosenArms().against()), quoted(comparison.arm()),
                convergence.sooner(), convergence.later(), figures(analysis, convergence.saved(), 2),
                verdict(analysis, convergence.saved(), quoted(comparison.arm()) + " saves epochs",
                        quoted(comparison.arm()) + " costs epochs"));
    }

    private static String onFewerScans(Analysis analysis, SizeEffect few, SizeEffect many) {
        return String.format(Locale.ROOT, "The difference in %s with %s minus that with %s is %s. %s", analysis.primary().words(),
                StudyTable.counted(few.scans()), StudyTable.counted(many.scans()),
                figures(analysis, analysis.moreWithFewScans(), analysis.primary().decimals()),
                verdictOnMore(analysis, analysis.moreWithFewScans(), "with fewer scans"));
    }

    private static String onFactor(Analysis analysis, FactorEffect effect, PairedDifference difference) {
        return String.format(Locale.ROOT,
                "With %s=%s, the difference in %s on %s differs from that with the factor's first value by %s. %s",
                effect.factor(), effect.value(), analysis.primary().words(), StudyTable.counted(effect.scans()),
                figures(analysis, difference, analysis.primary().decimals()),
                verdictOnMore(analysis, difference, "with it"));
    }

    /** Returns the verdict on a difference of differences in the primary measure. */
    private static String verdictOnMore(Analysis analysis, PairedDifference difference, String condition) {
        String more = quoted(analysis.chosenArms().arm()) + " gains more " + condition;
        String less = quoted(analysis.chosenArms().arm()) + " gains less " + condition;
        boolean distance = analysis.primary().isDistance();
        return verdict(analysis, difference, distance ? less : more, distance ? more : less);
    }

    private static String setting(Comparison comparison) {
        String scans = StudyTable.counted(comparison.scans());
        return comparison.level().isEmpty() ? scans : scans + " with " + comparison.level();
    }

    /**
     * Returns a difference with its interval and p, such as {@code +0.00040 (95 % interval -0.00110 to +0.00190; corrected p =
     * 0.44, 7 patients)}. The p of the comparison that was chosen beforehand is not corrected.
     */
    static String figures(Analysis analysis, PairedDifference difference, int decimals) {
        String format = "%+." + decimals + "f";
        String interval = difference.interval().isPresent()
                ? String.format(Locale.ROOT, "95 %% interval " + format + " to " + format + "; ",
                        difference.interval().get().low(), difference.interval().get().high())
                : "";
        int patients = difference.differences().size();
        return String.format(Locale.ROOT, format + " (%s%s = %s, %d %s)", difference.centre(), interval,
                difference.equals(analysis.chosen()) ? "p" : "corrected p", p(analysis, difference), patients,
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
        if (!difference.isKnown()) {
            return "Some network has no value: nothing is compared.";
        }
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

    /** Returns an arm's name in quotes, since it may be any words. */
    private static String quoted(String arm) {
        return '"' + arm + '"';
    }

    static List<String> saysNot(StudyConfig study, Analysis analysis) {
        List<String> sentences = new ArrayList<>();
        int patients = study.patients().size();
        sentences.add(String.format(Locale.ROOT,
                "That the figures hold for people in general. There are %d patients here, and their differences are taken to lie "
                        + "evenly around one centre. More seeds do not replace patients.",
                patients));
        sentences.add(study.smallestEffect() == 0
                ? "That there is no difference where none is shown, or that one is large enough to matter. Differences as large as "
                        + "the interval's ends agree with the data, and no smallest difference of interest was stated beforehand "
                        + "(--smallest-effect)."
                : "That there is no difference at all where none is shown. Differences as large as the interval's ends agree with "
                        + "the data. The statement on the smallest difference of interest allows for one comparison only, the one "
                        + "that was chosen beforehand.");
        sentences.add(String.format(Locale.ROOT, "That one small p among many is a finding. One comparison was chosen beforehand, "
                + "the %s with the fewest scans. The %d others in which anything differs are corrected together by Holm's method, "
                + "so the chance of any false finding among them is at most one in twenty. Patients are tested independently, but "
                + "the networks of two patients share most of their training scans.", study.primary().words(),
                analysis.others().size()));
        sentences.add("That time is saved where epochs are. The epochs of pre-training, " + study.base().denoiseEpochs()
                + " of the base, are not counted.");
        sentences.add("That the figures hold with longer training, other learning rates or other networks, or on scans of other "
                + "scanners and sequences.");
        if (study.base().data().equals(Config.PHANTOM)) {
            sentences.add("Anything about real heads. These are phantoms.");
        }
        return sentences;
    }

    private static String value(TestMeasure measure, double value) {
        return String.format(Locale.ROOT, "%." + measure.decimals() + "f%s", value, measure.unit());
    }
}
