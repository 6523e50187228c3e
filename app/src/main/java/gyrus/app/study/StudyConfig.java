package gyrus.app.study;

import gyrus.app.UserError;
import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Config;
import gyrus.app.run.ConfigFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything a study is made of; {@code config.json} holds it, and its jobs follow from it alone.
 *
 * @param base what all jobs share; its seed is the first
 * @param seeds how many, one after the other
 * @param patients who is left out of the training and tested on, one after the other
 * @param factors keys of the configuration, each with the values it takes; all combinations are run
 */
record StudyConfig(Config base, int seeds, List<String> patients, Map<String, List<String>> factors) {

    /** What the study varies by its design, or what would change the data: no factors. */
    private static final Set<String> FIXED = Set.of("preset", "data", "seed", "view", "large", "small");

    StudyConfig {
        if (seeds < 1) {
            throw new UserError("--seeds " + seeds + ": must be at least 1");
        }
        patients = List.copyOf(patients);
        for (String key : factors.keySet()) {
            if (FIXED.contains(key)) {
                throw new UserError("--factor " + key + ": is part of the study's design; choose another key");
            }
        }
    }

    /**
     * The study of a cohort's first patients; the training sets shrink to what is left when the patient with the most scans
     * is left out.
     *
     * @param folds how many patients; all where there are fewer
     */
    static StudyConfig of(Config base, Cohort cohort, int seeds, int folds, Map<String, List<String>> factors) {
        List<String> all = cohort.heads().stream().map(Head::patient).distinct().toList();
        if (all.size() < 2) {
            throw new UserError(cohort.description() + ": to leave one patient out takes at least 2");
        }
        if (folds > all.size()) {
            throw new UserError("--folds " + folds + ": there are " + all.size() + " patients to leave out");
        }
        List<String> patients = all.subList(0, folds);
        int left = patients.stream().mapToInt(patient -> cohort.without(patient).size()).min().orElseThrow();
        int large = Math.min(base.large(), left);
        int small = base.small() == base.large() ? large : base.small() < large ? base.small() : Math.max(1, large / 2);
        Config fitting = ConfigFile.with(base, Config.class, List.of("small=" + small, "large=" + large));
        StudyConfig study = new StudyConfig(fitting, seeds, patients, factors);
        study.levels().forEach(level -> level.over(fitting)); // refuses values that no configuration can have
        return study;
    }

    /** The sizes of the training sets, largest first. */
    List<Integer> scans() {
        return base.large() == base.small() ? List.of(base.large()) : List.of(base.large(), base.small());
    }

    /** All combinations of the factors' values; one without settings where there are no factors. */
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

    Job job(Level level, int patient, int scans, boolean pretrained, long seed) {
        return new Job(patient + 1, patients.get(patient), seed, scans, pretrained, level);
    }

    Stream<Long> seedValues() {
        return Stream.iterate(base.seed(), seed -> seed + 1).limit(seeds);
    }

    /** All jobs, each once: those that differ only in settings that do not reach them are one. */
    List<Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        seedValues().forEach(seed -> {
            for (int patient = 0; patient < patients.size(); patient++) {
                for (int scans : scans()) {
                    for (Level level : levels()) {
                        for (boolean pretrained : new boolean[] {true, false}) {
                            Job job = job(level, patient, scans, pretrained, seed);
                            jobs.putIfAbsent(job.key(), job);
                        }
                    }
                }
            }
        });
        return new ArrayList<>(jobs.values());
    }
}
