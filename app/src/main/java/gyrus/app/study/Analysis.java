package gyrus.app.study;

import gyrus.app.statistics.Holm;
import gyrus.app.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the jobs of a study say together. The patient is the unit: what was measured with several seeds, or on several scans,
 * of one patient is averaged first, since those are no independent cases.
 *
 * @param comparisons one for each level and number of scans
 * @param trends one for each level, where there are several numbers of scans
 * @param bySize one for each number of scans, over all levels
 * @param byFactor one for each value of each factor and number of scans
 */
public record Analysis(List<Comparison> comparisons, List<Trend> trends, List<SizeEffect> bySize, List<FactorEffect> byFactor) {

    /** The validation Dice whose epoch is looked for. */
    static final List<Double> GOOD_DICE = List.of(0.9, 0.95);

    /**
     * Pre-trained against not.
     *
     * @param level empty where nothing is varied
     * @param pretrainedDice,freshDice mean validation Dice of the runs after each epoch
     */
    record Comparison(String level, int scans, Map<TestMeasure, Gain> gains, List<Convergence> convergence,
            List<Double> pretrainedDice, List<Double> freshDice) {}

    /** Means over the patients, and the difference pre-trained minus not. */
    record Gain(double pretrained, double fresh, PairedDifference difference) {}

    /** How much more pre-training brings with few scans than with many: the gain on the smallest set minus that on the largest. */
    record Trend(String level, Map<TestMeasure, PairedDifference> differences) {}

    /** The gain in Dice for a number of scans. */
    record SizeEffect(int scans, Gain dice) {}

    /**
     * The gain in Dice with one value of a factor, averaged over the values of the others.
     *
     * @param againstFirst that gain minus the one with the factor's first value; none for the first
     */
    record FactorEffect(String factor, String value, int scans, Gain dice, Optional<PairedDifference> againstFirst) {}

    private record Pair(JobResult pretrained, JobResult fresh) {
        double difference(TestMeasure measure) {
            return pretrained.mean(measure) - fresh.mean(measure);
        }
    }

    /** @param results by the jobs' keys */
    public static Analysis of(StudyConfig study, Map<String, JobResult> results) {
        List<Comparison> comparisons = new ArrayList<>();
        List<Trend> trends = new ArrayList<>();
        for (Level level : study.levels()) {
            for (int scans : study.scans()) {
                comparisons.add(comparison(level.toString(), scans, pairs(study, List.of(level), scans, results)));
            }
            if (study.scans().size() > 1) {
                trends.add(trend(level.toString(), pairs(study, List.of(level), study.scans().getLast(), results),
                        pairs(study, List.of(level), study.scans().getFirst(), results)));
            }
        }
        return new Analysis(comparisons, trends, bySize(study, results), byFactor(study, results));
    }

    private static List<SizeEffect> bySize(StudyConfig study, Map<String, JobResult> results) {
        return study.scans().reversed().stream()
                .map(scans -> new SizeEffect(scans, gain(pairs(study, study.levels(), scans, results), TestMeasure.DICE))).toList();
    }

    private static List<FactorEffect> byFactor(StudyConfig study, Map<String, JobResult> results) {
        List<FactorEffect> effects = new ArrayList<>();
        study.factors().forEach((factor, values) -> {
            for (int scans : study.scans()) {
                Map<String, Gain> gains = new LinkedHashMap<>();
                for (String value : values) {
                    List<Level> levels = study.levels().stream().filter(level -> level.has(factor, value)).toList();
                    Gain gain = gain(pairs(study, levels, scans, results), TestMeasure.DICE);
                    Optional<PairedDifference> againstFirst = gains.values().stream().findFirst()
                            .map(first -> less(gain.difference(), first.difference()));
                    gains.put(value, gain);
                    effects.add(new FactorEffect(factor, value, scans, gain, againstFirst));
                }
            }
        });
        return effects;
    }

    /** Returns the comparison that was chosen beforehand: the gain in Dice on the smallest training set, over all settings. */
    PairedDifference primary() {
        return bySize.getFirst().dice().difference();
    }

    /** Returns all other comparisons in which any patient shows a difference, each once. */
    List<PairedDifference> others() {
        List<PairedDifference> all = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            comparison.gains().values().forEach(gain -> all.add(gain.difference()));
            comparison.convergence().forEach(convergence -> all.add(convergence.saved()));
        }
        trends.forEach(trend -> all.addAll(trend.differences().values()));
        long factors = byFactor.stream().map(FactorEffect::factor).distinct().count();
        if (factors > 0) { // else the levels above are the averages
            bySize.forEach(effect -> all.add(effect.dice().difference()));
            all.add(moreWithFewScans());
            byFactor.forEach(effect -> effect.againstFirst().ifPresent(all::add));
        }
        if (factors > 1) {
            byFactor.forEach(effect -> all.add(effect.dice().difference()));
        }
        return all.stream().filter(difference -> difference.differs() && !difference.equals(primary())).toList();
    }

    /** Returns the gain in Dice on the smallest training set minus that on the largest, over all settings. */
    PairedDifference moreWithFewScans() {
        return less(primary(), bySize.getLast().dice().difference());
    }

    /** Returns the p of a comparison: the primary one's as it is, all others' corrected together by {@link Holm}. */
    double p(PairedDifference difference) {
        List<PairedDifference> others = others();
        int index = others.indexOf(difference);
        return index < 0 ? difference.test().p()
                : Holm.corrected(others.stream().map(other -> other.test().p()).toList()).get(index);
    }

    /** Returns the difference of two paired differences, patient by patient. */
    static PairedDifference less(PairedDifference one, PairedDifference other) {
        return PairedDifference.of(IntStream.range(0, one.differences().size())
                .mapToObj(patient -> one.differences().get(patient) - other.differences().get(patient)).toList());
    }

    /** Returns the pairs of results of each patient, by level and seed. */
    private static List<List<Pair>> pairs(StudyConfig study, List<Level> levels, int scans, Map<String, JobResult> results) {
        return IntStream.range(0, study.patients().size()).mapToObj(patient -> levels.stream()
                .flatMap(level -> study.seedValues().map(seed -> new Pair(
                        results.get(study.job(level, patient, scans, true, seed).key()),
                        results.get(study.job(level, patient, scans, false, seed).key()))))
                .toList()).toList();
    }

    private static Comparison comparison(String level, int scans, List<List<Pair>> patients) {
        Map<TestMeasure, Gain> gains = new EnumMap<>(TestMeasure.class);
        for (TestMeasure measure : TestMeasure.values()) {
            gains.put(measure, gain(patients, measure));
        }
        List<List<Convergence.Runs>> runs = patients.stream()
                .map(pairs -> pairs.stream().map(pair -> new Convergence.Runs(pair.pretrained(), pair.fresh())).toList())
                .toList();
        return new Comparison(level, scans, gains,
                GOOD_DICE.stream().map(dice -> Convergence.to(dice, runs)).toList(),
                meanCurve(patients.stream().flatMap(List::stream).map(Pair::pretrained).toList()),
                meanCurve(patients.stream().flatMap(List::stream).map(Pair::fresh).toList()));
    }

    private static Trend trend(String level, List<List<Pair>> small, List<List<Pair>> large) {
        Map<TestMeasure, PairedDifference> differences = new EnumMap<>(TestMeasure.class);
        for (TestMeasure measure : TestMeasure.values()) {
            differences.put(measure, less(gain(small, measure).difference(), gain(large, measure).difference()));
        }
        return new Trend(level, differences);
    }

    private static Gain gain(List<List<Pair>> patients, TestMeasure measure) {
        return new Gain(mean(patients, pair -> pair.pretrained().mean(measure)), mean(patients, pair -> pair.fresh().mean(measure)),
                PairedDifference.of(differences(patients, measure)));
    }

    private static List<Double> differences(List<List<Pair>> patients, TestMeasure measure) {
        return patients.stream()
                .map(pairs -> pairs.stream().mapToDouble(pair -> pair.difference(measure)).average().orElseThrow())
                .toList();
    }

    private static double mean(List<List<Pair>> patients, ToDoubleFunction<Pair> value) {
        return patients.stream().flatMap(List::stream).mapToDouble(value).average().orElseThrow();
    }

    private static List<Double> meanCurve(List<JobResult> results) {
        return IntStream.range(0, results.getFirst().validationDice().size())
                .mapToObj(epoch -> results.stream()
                        .mapToDouble(result -> result.validationDice().get(epoch)).average().orElseThrow())
                .toList();
    }
}
