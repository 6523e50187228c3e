package gyrus.app.command;

import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.experiment.Forecast;
import gyrus.app.experiment.Split;
import gyrus.app.factor.ArmConfig;
import gyrus.app.failure.UsageError;
import gyrus.app.option.DataOptions;
import gyrus.app.option.DeviceOption;
import gyrus.app.report.Page;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.Environment;
import gyrus.app.run.RunDirectory;
import gyrus.app.run.RunOptions;
import gyrus.app.study.Analysis;
import gyrus.app.study.Job;
import gyrus.app.study.JobResult;
import gyrus.app.study.JobRun;
import gyrus.app.study.ProcessPool;
import gyrus.app.study.Progress;
import gyrus.app.study.StudyConfig;
import gyrus.app.study.StudyData;
import gyrus.app.study.StudyFindings;
import gyrus.app.study.StudyFolder;
import gyrus.app.study.StudyJson;
import gyrus.app.study.StudyPage;
import gyrus.app.study.TestMeasure;
import gyrus.engine.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gyrus study}: the experiment on every patient and with several seeds, and the statistics of its results. */
@Command(
        name = "study",
        mixinStandardHelpOptions = true,
        description = {
            "Does denoise pre-training help? The experiment repeated until the question can be answered.",
            "Leaves each patient out in turn, with several seeds: trains networks, pre-trained and not, on a large and a small"
                    + " set of the other patients' scans, tests them on the patient left out, and compares them pair by pair.",
        },
        footer = {
            "",
            "Each network is a job of its own. Jobs that are done are skipped, and one that was stopped goes on with its last",
            "epoch. --set, --factor and --seed are of the experiment that is repeated; 'gyrus experiment' tells its keys.",
            "Leaves in the study's folder: study.html, study.json, config.json, identity.json, env.json, jobs/*/result.json.",
            "",
            "Examples:",
            "  gyrus study --data DIR                      all patients, 3 seeds",
            "  gyrus study --folds 3 --seeds 2 --dry-run   what that would take",
            "  gyrus study --scans 1,2,4,8                 gain against number of scans",
            "  gyrus study --factor noise=uniform,gaussian the noise as a factor",
            "  gyrus study --config FILE --seeds 10        repeats a study by its config.json",
            "  gyrus study --out DIR --resume --jobs 4     goes on, four jobs at a time",
            "  gyrus study --device cuda:0,cuda:1          a job at a time on each device",
            "  gyrus study --out DIR --jobs 0              makes the folder, lists the jobs,",
            "  gyrus study --out DIR --job 17              to run one by one on a cluster",
        })
public final class StudyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "a BIDS folder with brain masks; default: phantom heads")
    private Optional<Path> data;

    @Option(names = "--preset", paramLabel = "NAME", description = "quick (default) or paper")
    private Optional<Preset> preset;

    @Option(names = "--seeds", paramLabel = "K", description = "how many seeds, from --seed on; default: 3")
    private Optional<Integer> seeds;

    @Option(names = "--folds", paramLabel = "patient|N", description = "leave out every patient (default) or only the first N")
    private Optional<String> folds;

    @Option(names = "--scans", paramLabel = "N,...", split = ",",
            description = "how many scans to train on; default: 8 and 4, or what the data allow")
    private List<Integer> scans = List.of();

    @Option(names = "--factor", paramLabel = "KEY=VALUE,...",
            description = "try several values of a key; may be repeated, then all combinations are run")
    private List<String> factors = List.of();

    @Option(names = "--measures", paramLabel = "CODE,...", split = ",",
            description = "what to compare on the test scans, the primary measure first: ACURCY, DICE, VOLSMTY, HD95, ASSD, NSD1,"
                    + " NSD2; default: DICE,HD95,NSD1")
    private List<String> measures = List.of();

    @Option(names = "--smallest-effect", paramLabel = "X",
            description = "the smallest difference in the primary measure that would matter, in its unit; default: none is stated")
    private Optional<Double> smallestEffect;

    @Mixin
    private ArmOptions arms;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private RunOptions options;

    @Option(names = "--job", paramLabel = "N", description = "do only the Nth job of the study in --out, without a report")
    private Optional<Integer> job;

    @Option(names = "--end-with-input", hidden = true, description = "end as by SIGTERM once standard input ends, for --jobs")
    private boolean endWithInput;

    @Option(names = "--jobs", paramLabel = "P",
            description = "jobs at a time, in processes that share the cores; 0 lists the jobs;"
                    + " default: 1, or one for each --device")
    private Optional<Integer> processes;

    @Option(names = "--dry-run", description = "print the plan and the time it would take, and stop")
    private boolean dryRun;

    private final Set<String> told = new HashSet<>();

    @Override
    public Integer call() throws IOException {
        if (processes.orElse(1) < 0) {
            throw new UsageError("--jobs " + processes.get() + ": must be at least 0");
        }
        boolean existing = options.resume() || job.isPresent();
        StudyConfig study = existing ? resumed() : configured();
        Path path = options.folder("study-" + study.base().preset().name().toLowerCase(Locale.ROOT));
        if (!existing) {
            RunDirectory.requireUnused(path);
        }
        Cohort cohort = study.base().cohort();
        StudyFolder folder = existing ? StudyFolder.existing(path, study, cohort) : StudyFolder.create(path, study, cohort);
        if (existing) {
            folder.requireUnchanged(job.isPresent() ? List.of() : cohort.scans()); // a job looks at the files it reads
        }
        study.requirePatientsOf(cohort);
        if (job.isPresent()) {
            one(folder, job.get());
            return 0;
        }
        List<String> devices = devices();
        Map<String, String> environment = Environment.of(names(devices), study.base().seed());
        int done = folder.results().size();
        cohort.notes().forEach(note -> log("gyrus: " + note));
        plan(study, cohort, done).forEach(this::log);
        Map<String, Double> steps;
        try (Arena arena = Arena.ofConfined()) {
            steps = new StudyData(folder, arena, this::warn)
                    .steps(study.jobs().stream().filter(wanted -> !folder.isDone(wanted)).toList());
        }
        if (dryRun) {
            list(folder);
            forecast(study, steps, devices);
            return 0;
        }
        try (RunDirectory run = existing ? RunDirectory.resume(path) : RunDirectory.create(path, study, folder.identity())) {
            if (devices.isEmpty()) {
                list(folder);
                return 0;
            }
            Environment.write(environment, run.path());
            all(folder, devices);
            report(folder, environment);
        }
        return 0;
    }

    private StudyConfig resumed() throws IOException {
        boolean more = data.isPresent() || preset.isPresent() || seeds.isPresent() || folds.isPresent() || !scans.isEmpty()
                || !factors.isEmpty() || !measures.isEmpty() || smallestEffect.isPresent() || !arms.given().isEmpty()
                || !dataOptions.changes().isEmpty();
        return options.existing(StudyConfig.class, job.isPresent() ? "--job" : "--resume", more, "");
    }

    private StudyConfig configured() throws IOException {
        if (options.config().isPresent() && preset.isPresent()) {
            throw new UsageError("--config or --preset: each is a whole configuration, leave one of them out");
        }
        Optional<StudyConfig> earlier = options.config().isPresent()
                ? Optional.of(ConfigFile.read(options.config().get(), StudyConfig.class)) : Optional.empty();
        StudyConfig.requireCounts(scans);
        List<Integer> wantedScans = scans.isEmpty() ? earlier.map(StudyConfig::scans).orElse(List.of()) : scans;
        Config base = base(earlier);
        requireSizes(base, wantedScans);
        Cohort cohort = base.cohort();
        List<String> patients = folds.isEmpty() && earlier.isPresent() ? earlier.get().patients()
                : StudyConfig.firstPatients(cohort, folds(cohort.patients().size()));
        int wantedSeeds = seeds.or(() -> earlier.map(StudyConfig::seeds)).orElse(3);
        Map<String, List<String>> values = factors.isEmpty() ? earlier.map(StudyConfig::factors).orElse(Map.of()) : values();
        List<TestMeasure> compared = measures.isEmpty() ? earlier.map(StudyConfig::measures).orElse(StudyConfig.MEASURES)
                : measures.stream().map(StudyCommand::measure).toList();
        double smallest = smallestEffect.or(() -> earlier.map(StudyConfig::smallestEffect)).orElse(0.0);
        StudyConfig study = StudyConfig.of(base, wantedScans, cohort, wantedSeeds, patients, values);
        return earlier.map(study::asking).orElse(study).comparing(compared, smallest);
    }

    /** Returns the experiment that is repeated. */
    private Config base(Optional<StudyConfig> earlier) {
        List<String> changes = new ArrayList<>(dataOptions.changes());
        data.ifPresent(folder -> changes.add("data=" + folder.toAbsolutePath().normalize()));
        scans.stream().max(Integer::compare).ifPresent(most -> changes.add("large=" + most));
        scans.stream().min(Integer::compare).ifPresent(least -> changes.add("small=" + least));
        Config changed = options.changed(
                earlier.map(StudyConfig::base).orElse(Config.of(preset.orElse(Preset.QUICK), Config.PHANTOM, 1)),
                Config.class, changes);
        return arms.given().isEmpty() ? changed : changed.with(arms.given());
    }

    /** Throws if {@code --set} gives other sizes of the training sets than {@code --scans} or the file. */
    private static void requireSizes(Config base, List<Integer> scans) {
        if (!scans.isEmpty() && (base.large() != Collections.max(scans) || base.small() != Collections.min(scans))) {
            throw new UsageError("large = " + base.large() + ", small = " + base.small() + ": must be the most and the fewest of"
                    + " the scans " + scans + "; --scans sets all three");
        }
    }

    private static TestMeasure measure(String code) {
        return Arrays.stream(TestMeasure.values()).filter(measure -> measure.name().equalsIgnoreCase(code.strip())).findFirst()
                .orElseThrow(() -> new UsageError("--measures " + code + ": must be one of " + Arrays.stream(TestMeasure.values())
                        .map(TestMeasure::name).collect(Collectors.joining(", "))));
    }

    private int folds(int patients) {
        String wanted = folds.orElse("patient");
        if (wanted.equals("patient")) {
            return patients;
        }
        if (!wanted.matches("[1-9][0-9]{0,5}")) {
            throw new UsageError("--folds " + wanted + ": must be patient, or how many patients to leave out, at least 1");
        }
        return Integer.parseInt(wanted);
    }

    private Map<String, List<String>> values() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String factor : factors) {
            int equals = factor.indexOf('=');
            List<String> levels = Arrays.stream(factor.substring(equals + 1).split(",", -1)).map(String::strip).toList();
            if (equals < 1 || levels.contains("")) {
                throw new UsageError("--factor " + factor + ": expected KEY=VALUE,VALUE,... such as noise=uniform,gaussian");
            }
            if (values.put(factor.substring(0, equals), levels) != null) {
                throw new UsageError("--factor " + factor + ": the key is given twice; name all its values at once, as in"
                        + " --factor noise=uniform,gaussian");
            }
        }
        return values;
    }

    /** Describes the slices that the networks validate on, and the patients that are left out. */
    private static String validatedOn(StudyConfig study, Cohort cohort) {
        Map<String, List<String>> folds = study.patients().stream().collect(Collectors.groupingBy(
                patient -> Split.leavingOut(cohort, patient, study.base()).validatedOn(study.base()), LinkedHashMap::new,
                Collectors.toList()));
        return folds.entrySet().stream().map(fold -> fold.getKey()
                + (folds.size() == 1 ? "" : " (without " + String.join(" ", fold.getValue()) + ")"))
                .collect(Collectors.joining("\n          "));
    }

    private List<String> plan(StudyConfig study, Cohort cohort, int done) {
        return List.of(
                "data      " + cohort.description(),
                "left out  " + String.join(" ", study.patients()) + ", one after the other",
                "arms      " + study.base().arms().stream().map(ArmConfig::toString).collect(Collectors.joining(", ")),
                "chosen    " + study.chosen().arm() + " against " + study.chosen().against() + ", by " + study.primary()
                        + " with the fewest scans",
                "train     " + study.scans() + " scans of the others, seeds " + study.seedValues().toList()
                        + (study.factors().isEmpty() ? "" : ", " + study.factors()),
                "validate  " + validatedOn(study, cohort),
                "jobs      " + study.jobs().size() + ", of which " + done + " are done");
    }

    private void forecast(StudyConfig study, Map<String, Double> steps, List<String> devices) {
        PrintWriter results = spec.commandLine().getOut();
        try (Engine engine = DeviceOption.open(devices.stream().findFirst().orElse("cpu"))) {
            double all = steps.values().stream().mapToDouble(Double::doubleValue).sum();
            int together = Math.clamp(devices.size(), 1, study.jobs().size());
            results.println("time      about " + Page.spoken(Forecast.of(engine, study.base(), all / together).time())
                    + " of training, without reading and testing");
            results.flush();
        }
    }

    private void list(StudyFolder folder) {
        PrintWriter results = spec.commandLine().getOut();
        List<Job> jobs = folder.study().jobs();
        for (int i = 0; i < jobs.size(); i++) {
            results.printf(Locale.ROOT, "%4d  %s%s%n", i + 1, jobs.get(i), folder.isDone(jobs.get(i)) ? " (done)" : "");
        }
        results.flush();
    }

    private void one(StudyFolder folder, int number) throws IOException {
        if (endWithInput) {
            ProcessPool.endWithInput();
        }
        List<Job> jobs = folder.study().jobs();
        if (number < 1 || number > jobs.size()) {
            throw new UsageError("--job " + number + ": the study in " + folder.path() + " has the jobs 1 to " + jobs.size());
        }
        Job wanted = jobs.get(number - 1);
        if (folder.isDone(wanted)) {
            log(String.format(Locale.ROOT, "%s: done already, Dice %.4f", wanted, folder.result(wanted).mean(TestMeasure.DICE)));
            return;
        }
        try (Engine engine = options.open()) {
            JobResult result = new JobRun(engine, folder, wanted, this::warn)
                    .run(endWithInput ? ProcessPool.PATIENCE : Duration.ZERO);
            log(String.format(Locale.ROOT, "%s: Dice %.4f", wanted, result.mean(TestMeasure.DICE)));
        }
    }

    private void all(StudyFolder folder, List<String> devices) throws IOException {
        List<Job> jobs = folder.study().jobs();
        List<Job> left = jobs.stream().filter(wanted -> !folder.isDone(wanted)).toList();
        Progress progress = new Progress(spec.commandLine().getErr(), jobs.size(), jobs.size() - left.size());
        if (devices.size() > 1) {
            new ProcessPool(devices, folder, spec.root().userObject().getClass().getName()).run(jobs, left, progress);
        } else {
            try (Engine engine = DeviceOption.open(devices.getFirst())) {
                for (Job wanted : left) {
                    progress.run(wanted, () -> new JobRun(engine, folder, wanted, this::warn).run(ProcessPool.PATIENCE));
                }
            }
        }
        progress.requireSuccess();
    }

    /** Returns the device of each process: the given devices in turn, or a share of the cores; empty if --jobs is 0. */
    private List<String> devices() {
        List<String> asked = options.device().given().map(names -> List.of(names.split(","))).orElse(List.of());
        int count = processes.orElse(Math.max(1, asked.size()));
        return IntStream.range(0, count)
                .mapToObj(i -> asked.isEmpty() ? options.device().shared(count) : asked.get(i % asked.size())).toList();
    }

    /** Returns the names of the devices, each once, for people. Throws if one is not there. */
    private static String names(List<String> devices) {
        return devices.stream().distinct().map(device -> {
            try (Engine engine = DeviceOption.open(device)) {
                return DeviceOption.name(engine);
            }
        }).collect(Collectors.joining("; "));
    }

    private void report(StudyFolder folder, Map<String, String> environment) throws IOException {
        StudyConfig study = folder.study();
        Cohort cohort = folder.cohort();
        Map<String, JobResult> results = folder.results();
        Analysis analysis = Analysis.of(study, results);
        StudyJson.write(study, analysis, results, folder.path().resolve("study.json"));
        StudyPage.write(study, analysis, cohort.description(), environment, cohort.credits(), folder.path().resolve("study.html"));
        PrintWriter out = spec.commandLine().getOut();
        StudyFindings.says(analysis).forEach(out::println);
        out.println("report: " + folder.path().resolve("study.html"));
        out.flush();
    }

    /** Prints a warning once, though every job that reads the scan finds it. */
    private void warn(String line) {
        if (told.add(line)) {
            log(line);
        }
    }

    private void log(String line) {
        PrintWriter log = spec.commandLine().getErr();
        log.println(line);
        log.flush();
    }
}
