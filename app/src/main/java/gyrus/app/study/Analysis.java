package gyrus.app.study;

import gyrus.app.factor.ArmConfig;
import gyrus.app.statistics.Holm;
import gyrus.app.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The statistics over all jobs of a study. The patient is the unit of independence, so values of several seeds or scans of one
 * patient are averaged first.
 *
 * @param chosenArms the arm whose comparison was chosen beforehand, and the arm that all others are compared with
 * @param primary the measure that was chosen beforehand; effects of the number of scans and of factors are differences in it
 * @param smallestEffect the smallest difference in it that would matter; 0: none is stated
 * @param comparisons one for each arm, level and number of scans
 * @param trends one for each arm and level, where there are several numbers of scans
 * @param bySize the chosen comparison for each number of scans, over all levels
 * @param byFactor the chosen comparison for each value of each factor and number of scans
 */
public record Analysis(Chosen chosenArms, TestMeasure primary, double smallestEffect, List<Comparison> comparisons,
        List<Trend> trends,
        List<SizeEffect> bySize,
        List<FactorEffect> byFactor) {

    /** The thresholds of the validation Dice; a study compares how many epochs arms need to reach them. */
    static final List<Double> GOOD_DICE = List.of(0.9, 0.95);

    /**
     * The comparison of an arm's networks with those of the arm that all others are compared with.
     *
     * @param arm the arm's name
     * @param level the factors' values; may be empty
     * @param patients the networks that are compared, a pair for each seed
     * @param armDice,againstDice mean validation Dice of the runs after each epoch
     */
    record Comparison(String arm, String level, int scans, List<List<Networks>> patients, Map<TestMeasure, Gain> gains,
            List<Convergence> convergence,
            List<Double> armDice, List<Double> againstDice) {}

    /** The keys of the jobs of two networks that are compared. */
    record Networks(String arm, String against) {}

    /**
     * The means of two arms over the patients, and the difference of the first minus the second.
     *
     * @param armPatients,againstPatients one mean for each patient
     */
    record Gain(double arm, double against, List<Double> armPatients, List<Double> againstPatients,
            PairedDifference difference) {}

    /** The gain of an arm on the smallest training set minus its gain on the largest. */
    record Trend(String arm, String level, Map<TestMeasure, PairedDifference> differences) {}

    /** The gain in the primary measure for a number of scans. */
    record SizeEffect(int scans, Gain gain) {}

    /**
     * The gain in the primary measure with one value of a factor, averaged over the values of the others.
     *
     * @param againstFirst that gain minus the one with the factor's first value; none for the first
     */
    record FactorEffect(String factor, String value, int scans, Gain gain, Optional<PairedDifference> againstFirst) {}

    private record Pair(JobResult arm, JobResult against) {
        double difference(TestMeasure measure) {
            return arm.mean(measure) - against.mean(measure);
        }
    }

    /** @param results by the jobs' keys */
    public static Analysis of(StudyConfig study, Map<String, JobResult> results) {
        List<Comparison> comparisons = new ArrayList<>();
        List<Trend> trends = new ArrayList<>();
        for (ArmConfig arm : study.compared()) {
            for (Level level : study.levels()) {
                for (int scans : study.scans()) {
                    comparisons.add(comparison(study, arm, level, scans, results));
                }
                if (study.scans().size() > 1) {
                    trends.add(trend(study, arm, level, results));
                }
            }
        }
        return new Analysis(study.chosen(), study.primary(), study.smallestEffect(), comparisons, trends, bySize(study, results),
                byFactor(study, results));
    }

    /** Returns the arm's name if several are compared with another one, and the factors' values; may be empty. */
    String label(Comparison comparison) {
        return label(comparison.arm(), comparison.level());
    }

    /** Returns the arm's name if several are compared with another one, and the factors' values; may be empty. */
    String label(Trend trend) {
        return label(trend.arm(), trend.level());
    }

    private String label(String arm, String level) {
        boolean several = comparisons.stream().map(Comparison::arm).distinct().count() > 1;
        return (several ? arm + " " + level : level).strip();
    }

    private static List<SizeEffect> bySize(StudyConfig study, Map<String, JobResult> results) {
        return study.scans().reversed().stream()
                .map(scans -> new SizeEffect(scans,
                        gain(pairs(study, study.chosenArm(), study.levels(), scans, results), study.primary())))
                .toList();
    }

    private static List<FactorEffect> byFactor(StudyConfig study, Map<String, JobResult> results) {
        List<FactorEffect> effects = new ArrayList<>();
        study.factors().forEach((factor, values) -> {
            for (int scans : study.scans()) {
                Map<String, Gain> gains = new LinkedHashMap<>();
                for (String value : values) {
                    List<Level> levels = study.levels().stream().filter(level -> level.has(factor, value)).toList();
                    Gain gain = gain(pairs(study, study.chosenArm(), levels, scans, results), study.primary());
                    Optional<PairedDifference> againstFirst = gains.values().stream().findFirst()
                            .map(first -> less(gain.difference(), first.difference()));
                    gains.put(value, gain);
                    effects.add(new FactorEffect(factor, value, scans, gain, againstFirst));
                }
            }
        });
        return effects;
    }

    /** Returns the comparison that was chosen beforehand: the primary measure on the smallest training set, over all settings. */
    PairedDifference chosen() {
        return bySize.getFirst().gain().difference();
    }

    /** Returns all other comparisons in which any patient shows a difference, each once. */
    List<PairedDifference> others() {
        return names().values().stream().filter(difference -> difference.differs() && !difference.equals(chosen())).toList();
    }

    /** Returns all comparisons by their names for people. */
    Map<String, PairedDifference> names() {
        Map<String, PairedDifference> names = new LinkedHashMap<>();
        for (Comparison comparison : comparisons) {
            String setting = StudyTable.counted(comparison.scans()) + behind(label(comparison));
            comparison.gains().forEach((measure, gain) -> names.put(measure.title() + ", " + setting, gain.difference()));
            comparison.convergence().forEach(convergence -> names.put(
                    "Epochs saved up to a validation Dice of " + convergence.dice() + ", " + setting, convergence.saved()));
        }
        trends.forEach(trend -> trend.differences().forEach((measure, difference) -> names.put(
                measure.title() + ", fewest scans minus most" + behind(label(trend)), difference)));
        long factors = byFactor.stream().map(FactorEffect::factor).distinct().count();
        if (factors > 0) { // else the levels above are the averages
            bySize.forEach(effect -> names.put(primary.title() + ", " + StudyTable.counted(effect.scans()) + ", over all settings",
                    effect.gain().difference()));
            names.put(primary.title() + ", fewest scans minus most, over all settings", moreWithFewScans());
        }
        for (FactorEffect effect : byFactor) {
            String setting = effect.factor() + "=" + effect.value() + ", " + StudyTable.counted(effect.scans());
            if (factors > 1) {
                names.put(primary.title() + ", over all settings with " + setting, effect.gain().difference());
            }
            effect.againstFirst().ifPresent(difference -> names.put(
                    primary.title() + ", against the factor's first value, " + setting, difference));
        }
        return names;
    }

    private static String behind(String label) {
        return label.isEmpty() ? "" : ", " + label;
    }

    /** Returns the gain in the primary measure on the smallest training set minus that on the largest, over all settings. */
    PairedDifference moreWithFewScans() {
        return less(chosen(), bySize.getLast().gain().difference());
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
    private static List<List<Pair>> pairs(StudyConfig study, ArmConfig arm, List<Level> levels, int scans,
            Map<String, JobResult> results) {
        return IntStream.range(0, study.patients().size()).mapToObj(patient -> levels.stream()
                .flatMap(level -> study.seedValues().map(seed -> new Pair(
                        results.get(study.job(level, patient, scans, arm, seed).key()),
                        results.get(study.job(level, patient, scans, study.against(), seed).key()))))
                .toList()).toList();
    }

    private static Comparison comparison(StudyConfig study, ArmConfig arm, Level level, int scans,
            Map<String, JobResult> results) {
        List<List<Pair>> patients = pairs(study, arm, List.of(level), scans, results);
        Map<TestMeasure, Gain> gains = new LinkedHashMap<>();
        for (TestMeasure measure : study.measures()) {
            gains.put(measure, gain(patients, measure));
        }
        List<List<Convergence.Runs>> runs = patients.stream()
                .map(pairs -> pairs.stream().map(pair -> new Convergence.Runs(pair.arm(), pair.against())).toList())
                .toList();
        List<List<Networks>> networks = patients.stream().map(pairs -> pairs.stream()
                .map(pair -> new Networks(pair.arm().job(), pair.against().job())).toList()).toList();
        return new Comparison(arm.name(), level.toString(), scans, networks, gains,
                GOOD_DICE.stream().map(dice -> Convergence.to(dice, runs)).toList(),
                meanCurve(patients.stream().flatMap(List::stream).map(Pair::arm).toList()),
                meanCurve(patients.stream().flatMap(List::stream).map(Pair::against).toList()));
    }

    private static Trend trend(StudyConfig study, ArmConfig arm, Level level, Map<String, JobResult> results) {
        List<List<Pair>> small = pairs(study, arm, List.of(level), study.scans().getLast(), results);
        List<List<Pair>> large = pairs(study, arm, List.of(level), study.scans().getFirst(), results);
        Map<TestMeasure, PairedDifference> differences = new LinkedHashMap<>();
        for (TestMeasure measure : study.measures()) {
            differences.put(measure, less(gain(small, measure).difference(), gain(large, measure).difference()));
        }
        return new Trend(arm.name(), level.toString(), differences);
    }

    private static Gain gain(List<List<Pair>> patients, TestMeasure measure) {
        List<Double> arm = means(patients, pair -> pair.arm().mean(measure));
        List<Double> against = means(patients, pair -> pair.against().mean(measure));
        return new Gain(mean(arm), mean(against), arm, against,
                PairedDifference.of(means(patients, pair -> pair.difference(measure))));
    }

    private static List<Double> means(List<List<Pair>> patients, ToDoubleFunction<Pair> value) {
        return patients.stream().map(pairs -> pairs.stream().mapToDouble(value).average().orElseThrow()).toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    private static List<Double> meanCurve(List<JobResult> results) {
        return IntStream.range(0, results.stream().mapToInt(result -> result.validationDice().size()).min().orElseThrow())
                .mapToObj(epoch -> results.stream()
                        .mapToDouble(result -> result.validationDice().get(epoch)).average().orElseThrow())
                .toList();
    }
}
