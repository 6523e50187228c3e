package gyrus.app.study;

import static gyrus.app.run.ConfigValues.require;

import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Config;
import gyrus.app.factor.ArmConfig;
import gyrus.app.failure.UsageError;
import gyrus.app.failure.UserError;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.RunIdentity;
import gyrus.app.run.ScanIdentity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The configuration of a study. {@code config.json} holds it, and the jobs depend on it alone.
 *
 * @param base the configuration that all jobs share; its seed is the first
 * @param scans the sizes of the training sets, largest first
 * @param seeds the number of seeds, 1 to 1000; they follow one another from the seed of {@code base}
 * @param patients the patients that are left out of the training and tested on, one after the other
 * @param factors keys of {@code base}, each with the values that it takes; all combinations are run, at most 1000
 * @param question what the study is to answer, a sentence; may be empty
 * @param chosen the comparison that is chosen beforehand, by the primary measure with the fewest scans
 * @param measures what is compared on the test scans; the first one is primary
 * @param smallestEffect the smallest difference in the primary measure that would matter; 0: none is stated
 */
public record StudyConfig(Config base, List<Integer> scans, int seeds, List<String> patients, Map<String, List<String>> factors,
        String question, Chosen chosen, List<TestMeasure> measures, double smallestEffect) {

    /** The measures that a study compares by default. */
    public static final List<TestMeasure> MEASURES = List.of(TestMeasure.DICE, TestMeasure.HD95, TestMeasure.NSD1);

    /** Keys that cannot be factors: the design of the study varies them, or they would change the data. */
    private static final Set<String> FIXED = Set.of("preset", "data", "suffix", "derivatives", "foreground", "seed", "view",
            "large", "small", "arms");

    private static final int MOST_SEEDS = 1000;
    private static final int MOST_COMBINATIONS = 1000;

    /** Creates a study without a question and a smallest effect, with the default comparison and {@link #MEASURES}. */
    public StudyConfig(Config base, List<Integer> scans, int seeds, List<String> patients, Map<String, List<String>> factors) {
        this(base, scans, seeds, patients, factors, "", Chosen.of(base.arms()), MEASURES, 0);
    }

    /** Identifies a run of this study on these scans. */
    RunIdentity identity(List<ScanIdentity> scans) {
        return RunIdentity.of(this, Set.of("base.data", "base.suffix"), scans);
    }

    public StudyConfig {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new UsageError("--seeds " + seeds + ": must be at least 1 and at most " + MOST_SEEDS);
        }
        if (base.seed() > Long.MAX_VALUE - seeds + 1) {
            throw new UsageError("--seed " + base.seed() + ": with --seeds " + seeds + " the last seed is beyond " + Long.MAX_VALUE
                    + ", the greatest there is; choose a smaller --seed");
        }
        requireCounts(scans);
        if (scans.isEmpty()) {
            throw new UsageError("--scans []: must be numbers of at least 1");
        }
        scans = scans.stream().distinct().sorted(Comparator.reverseOrder()).toList();
        patients = List.copyOf(patients);
        if (patients.isEmpty() || Set.copyOf(patients).size() < patients.size()) {
            throw new UserError("patients " + patients + ": must be at least one, each named once");
        }
        measures = List.copyOf(measures);
        if (measures.isEmpty() || Set.copyOf(measures).size() < measures.size()) {
            throw new UsageError("--measures " + measures + ": must be at least one, each named once");
        }
        if (!(smallestEffect >= 0 && Double.isFinite(smallestEffect))) {
            throw new UsageError("--smallest-effect " + smallestEffect + ": must be a finite number of at least 0");
        }
        double combinations = 1;
        for (Map.Entry<String, List<String>> factor : factors.entrySet()) {
            if (FIXED.contains(factor.getKey())) {
                throw new UsageError("--factor " + factor.getKey() + ": is part of the study's design; choose another key");
            }
            if (factor.getValue().isEmpty() || Set.copyOf(factor.getValue()).size() < factor.getValue().size()) {
                throw new UsageError("--factor " + factor.getKey() + ": must have at least one value, each named once");
            }
            combinations *= factor.getValue().size();
        }
        if (combinations > MOST_COMBINATIONS) {
            throw new UsageError("--factor: there may be no more than " + MOST_COMBINATIONS + " combinations of values");
        }
        requireComparison(base.arms(), chosen, factors);
    }

    private static void requireComparison(List<ArmConfig> arms, Chosen chosen, Map<String, List<String>> factors) {
        try {
            List<String> names = arms.stream().map(ArmConfig::name).toList();
            require(names.size() > 1, "arms", names, "at least two, which are compared");
            require(names.contains(chosen.arm()), "chosen.arm", chosen.arm(), "one of the arms " + names);
            require(names.contains(chosen.against()) && !chosen.against().equals(chosen.arm()), "chosen.against",
                    chosen.against(), "another arm than " + chosen.arm() + " of the arms " + names);
            for (ArmConfig arm : arms) {
                List<String> both = factors.keySet().stream().filter(arm.keys()::containsKey).toList();
                require(both.isEmpty(), "factors", both, "other keys than those of arm " + arm.name());
            }
        } catch (UserError refused) {
            throw new UsageError(refused.getMessage());
        }
    }

    /** Returns this study with the question of another one, and with its chosen comparison where this one has both arms. */
    public StudyConfig asking(StudyConfig other) {
        List<String> names = base.arms().stream().map(ArmConfig::name).toList();
        boolean both = names.contains(other.chosen.arm()) && names.contains(other.chosen.against());
        return new StudyConfig(base, scans, seeds, patients, factors, other.question, both ? other.chosen : chosen, measures,
                smallestEffect);
    }

    /** Returns this study with other measures and another smallest effect. */
    public StudyConfig comparing(List<TestMeasure> compared, double smallest) {
        return new StudyConfig(base, scans, seeds, patients, factors, question, chosen, compared, smallest);
    }

    /** Throws if a number of scans is below 1. */
    public static void requireCounts(List<Integer> scans) {
        if (scans.stream().anyMatch(count -> count < 1)) {
            throw new UsageError("--scans " + scans + ": must be numbers of at least 1");
        }
    }

    /** Returns a cohort's first patients, at most as many as it has. */
    public static List<String> firstPatients(Cohort cohort, int folds) {
        List<String> all = cohort.patients();
        if (all.size() < 2) {
            throw new UserError(cohort.description() + ": to leave one patient out takes at least 2");
        }
        if (folds > all.size()) {
            throw new UsageError("--folds " + folds + ": there are " + all.size() + " patients to leave out");
        }
        return all.subList(0, folds);
    }

    /**
     * Returns the study of a cohort.
     *
     * @param wanted the sizes of the training sets; where none are given, the experiment's two, shrunk to what is left when the
     *               patient with the most scans is left out
     * @param patients the patients that are left out, one after the other
     */
    public static StudyConfig of(Config base, List<Integer> wanted, Cohort cohort, int seeds, List<String> patients,
            Map<String, List<String>> factors) {
        List<Integer> scans = wanted.isEmpty() ? fitting(base, left(patients, cohort)) : wanted;
        Config sized = ConfigFile.with(base, Config.class,
                List.of("small=" + Collections.min(scans), "large=" + Collections.max(scans)));
        StudyConfig study = new StudyConfig(sized, scans, seeds, patients, factors);
        study.requirePatientsOf(cohort);
        return study.checked();
    }

    private static List<Integer> fitting(Config base, int left) {
        int large = Math.min(base.large(), left);
        int small = base.small() == base.large() ? large : base.small() < large ? base.small() : Math.max(1, large / 2);
        return List.of(large, small);
    }

    /** Returns how many scans are left to train on when the patient with the most scans is left out. */
    private static int left(List<String> patients, Cohort cohort) {
        return patients.stream()
                .mapToInt(patient -> (int) cohort.subjects().stream().filter(subject -> !subject.patient().equals(patient)).count())
                .min()
                .orElseThrow();
    }

    /** Returns this study. Throws if a level is no valid configuration, or two values of a factor make equal ones. */
    public StudyConfig checked() {
        factors.forEach((key, values) -> {
            Map<Config, String> made = new HashMap<>();
            for (String value : values) {
                String same = made.put(new Level(Map.of(key, value)).over(base), value);
                if (same != null) {
                    throw new UsageError("--factor " + key + "=" + String.join(",", values) + ": " + same + " and " + value
                            + " are one value; name each once");
                }
            }
        });
        base.checked();
        levels().forEach(level -> level.over(base).checked());
        return this;
    }

    /** Throws if a cohort lacks a patient to leave out, or scans to train on. */
    public void requirePatientsOf(Cohort cohort) {
        List<String> absent = patients.stream().filter(patient -> !cohort.patients().contains(patient)).toList();
        if (!absent.isEmpty()) {
            throw new UserError(cohort.description() + ": has no patient " + String.join(", ", absent)
                    + ", which the study leaves out; name the data it was made for by --data, or leave out others by --folds");
        }
        int left = left(patients, cohort);
        if (scans.getFirst() > left) {
            throw new UsageError("--scans " + scans.getFirst() + ": when a patient is left out, there may be no more than " + left
                    + " scans to train on");
        }
    }

    /** Returns all combinations of the factors' values; without factors, one level without settings. */
    List<Level> levels() {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> factor : factors.entrySet()) {
            combinations = combinations.stream().flatMap(settings -> factor.getValue().stream().map(value -> {
                Map<String, String> more = new LinkedHashMap<>(settings);
                more.put(factor.getKey(), value);
                return more;
            })).toList();
        }
        return combinations.stream().map(Level::new).toList();
    }

    /** Returns the measure that was chosen beforehand. */
    public TestMeasure primary() {
        return measures.getFirst();
    }

    Job job(Level level, int patient, int scans, ArmConfig arm, long seed) {
        return new Job(patient + 1, patients.get(patient), scans, arm, level, level.over(base, "seed=" + seed).of(arm));
    }

    /** Returns all arms but {@link #against}. */
    List<ArmConfig> compared() {
        return base.arms().stream().filter(arm -> !arm.name().equals(chosen.against())).toList();
    }

    /** Returns the arm whose comparison was chosen beforehand. */
    ArmConfig chosenArm() {
        return base.arms().stream().filter(arm -> arm.name().equals(chosen.arm())).findFirst().orElseThrow();
    }

    /** Returns the arm that all others are compared with. */
    ArmConfig against() {
        return base.arms().stream().filter(arm -> arm.name().equals(chosen.against())).findFirst().orElseThrow();
    }

    /** Returns the seeds, in ascending order. */
    public Stream<Long> seedValues() {
        return Stream.iterate(base.seed(), seed -> seed + 1).limit(seeds);
    }

    /** Returns all jobs. Jobs that differ only in settings that do not reach them are one job. */
    public List<Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        seedValues().forEach(seed -> {
            for (int patient = 0; patient < patients.size(); patient++) {
                for (int count : scans) {
                    for (Level level : levels()) {
                        for (ArmConfig arm : base.arms()) {
                            Job job = job(level, patient, count, arm, seed);
                            jobs.putIfAbsent(job.key(), job);
                        }
                    }
                }
            }
        });
        return new ArrayList<>(jobs.values());
    }
}
