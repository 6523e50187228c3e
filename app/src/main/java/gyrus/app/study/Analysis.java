package gyrus.app.study;

import gyrus.app.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the jobs of a study say together. The patient is the unit: what was measured with several seeds, or on several scans,
 * of one patient is averaged first, since those are no independent cases.
 *
 * @param comparisons one for each level and number of scans
 * @param trends one for each level, where there are two numbers of scans
 */
record Analysis(List<Comparison> comparisons, List<Trend> trends) {

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

    /** How much more pre-training brings with few scans than with many: the gain on the small set minus that on the large. */
    record Trend(String level, Map<TestMeasure, PairedDifference> differences) {}

    private record Pair(JobResult pretrained, JobResult fresh) {
        double difference(TestMeasure measure) {
            return pretrained.mean(measure) - fresh.mean(measure);
        }
    }

    /** @param results by the jobs' keys */
    static Analysis of(StudyConfig study, Map<String, JobResult> results) {
        List<Comparison> comparisons = new ArrayList<>();
        List<Trend> trends = new ArrayList<>();
        for (Level level : study.levels()) {
            for (int scans : study.scans()) {
                comparisons.add(comparison(level.toString(), scans, pairs(study, level, scans, results)));
            }
            if (study.scans().size() > 1) {
                trends.add(trend(level.toString(), pairs(study, level, study.scans().getLast(), results),
                        pairs(study, level, study.scans().getFirst(), results)));
            }
        }
        return new Analysis(comparisons, trends);
    }

    /** By patient, and there by seed. */
    private static List<List<Pair>> pairs(StudyConfig study, Level level, int scans, Map<String, JobResult> results) {
        return IntStream.range(0, study.patients().size()).mapToObj(patient -> study.seedValues()
                .map(seed -> new Pair(
                        results.get(study.job(level, patient, scans, true, seed).key()),
                        results.get(study.job(level, patient, scans, false, seed).key())))
                .toList()).toList();
    }

    private static Comparison comparison(String level, int scans, List<List<Pair>> patients) {
        Map<TestMeasure, Gain> gains = new EnumMap<>(TestMeasure.class);
        for (TestMeasure measure : TestMeasure.values()) {
            gains.put(measure, new Gain(
                    mean(patients, pair -> pair.pretrained().mean(measure)),
                    mean(patients, pair -> pair.fresh().mean(measure)),
                    PairedDifference.of(differences(patients, measure))));
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
            List<Double> few = differences(small, measure);
            List<Double> many = differences(large, measure);
            differences.put(measure, PairedDifference.of(
                    IntStream.range(0, few.size()).mapToObj(patient -> few.get(patient) - many.get(patient)).toList()));
        }
        return new Trend(level, differences);
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
