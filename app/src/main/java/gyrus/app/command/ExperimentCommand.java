package gyrus.app.command;

import gyrus.app.experiment.Cohort;
import gyrus.app.experiment.Config;
import gyrus.app.experiment.Config.Preset;
import gyrus.app.experiment.EngineThreads;
import gyrus.app.experiment.Experiment;
import gyrus.app.experiment.Experiment.Outcome;
import gyrus.app.experiment.ExperimentReport;
import gyrus.app.experiment.Forecast;
import gyrus.app.experiment.Split;
import gyrus.app.experiment.Surfaces;
import gyrus.app.experiment.TestScan;
import gyrus.app.experiment.TrainingData;
import gyrus.app.factor.ArmConfig;
import gyrus.app.failure.UsageError;
import gyrus.app.option.DataOptions;
import gyrus.app.option.DeviceOption;
import gyrus.app.report.Report;
import gyrus.app.report.ReportPage;
import gyrus.app.report.Summary;
import gyrus.app.report.SummaryJson;
import gyrus.app.report.viewer.HeadVolumes;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.Environment;
import gyrus.app.run.RunDirectory;
import gyrus.app.run.RunIdentity;
import gyrus.app.run.RunOptions;
import gyrus.engine.Engine;
import gyrus.engine.Engine.OpTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gyrus experiment}: pre-training, transfer, four segmentation networks, the test scan and the report. */
@Command(
        name = "experiment",
        mixinStandardHelpOptions = true,
        description = {
            "Does denoise pre-training help a brain-segmentation network trained on few scans?",
            "Teaches a Dense-U-Net to remove noise on 4 and on 8 scans, transfers its weights, trains four segmentation"
                    + " networks (pre-trained or not, 8 or 4 scans) and compares them on a scan that none has seen.",
        },
        footer = {
            "",
            "Without --data, phantom heads are made up from the seed. With it, a BIDS",
            "folder is read:",
            "  sub-*/[ses-*/]anat/*_SUFFIX.nii[.gz]",
            "  derivatives/*/sub-*/[ses-*/]anat/*_desc-brain_mask.nii[.gz]",
            "  participants.tsv, if there is one, with the columns participant_id, patient,",
            "  role (train4, train8, validation, test)",
            "All networks validate on one scan that none trains on, or on those with the",
            "role validation; where there is none, on slices spread over the training scans.",
            "With --preset paper, each validates on the last tenth of its own slices.",
            "",
            "Leaves in the run directory: report.html, summary.json, config.json, identity.json,",
            "env.json, surfaces/*.stl and *.obj, and for each training log.csv, best.safetensors,",
            "last.safetensors and events.out.tfevents.*.",
            "",
            "Examples:",
            "  gyrus experiment                            phantoms, under ten minutes",
            "  gyrus experiment --data DIR --out runs/mine one's own scans",
            "  gyrus experiment --preset paper --dry-run   what the paper's protocol takes",
            "  gyrus experiment --out runs/mine --resume   goes on where it was stopped",
            "  gyrus experiment --device cuda:0 --jobs 2   two networks at a time",
            "  gyrus experiment --config FILE              repeats a run by its config.json",
            "  gyrus experiment --set width=16             config.json names all keys",
        })
public final class ExperimentCommand implements Callable<Integer> {

    private static final int MOST_ON_A_GPU = 4; // a step of batch 1 fills a small part of a GPU

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "a BIDS folder with brain masks; default: phantom heads")
    private Optional<Path> data;

    @Option(names = "--preset", paramLabel = "NAME", description = "quick (default) or paper")
    private Optional<Preset> preset;

    @Mixin
    private ArmOptions arms;

    @Mixin
    private DataOptions dataOptions;

    @Mixin
    private RunOptions options;

    @Option(names = "--jobs", paramLabel = "P",
            description = "networks trained at a time, in the same weights; by default 4 on a GPU, and 1 on the CPU,"
                    + " where they share the cores")
    private Optional<Integer> jobs;

    @Option(names = "--dry-run", description = "print the plan, the memory and the time it would take, and stop")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        if (jobs.orElse(1) < 1) {
            throw new UsageError("--jobs " + jobs.get() + ": must be at least 1");
        }
        Config config = options.resume() ? resumed() : configured();
        requireFew(config);
        Path folder = options.folder("experiment-" + config.preset().name().toLowerCase(Locale.ROOT));
        if (!options.resume()) {
            RunDirectory.requireUnused(folder);
        }
        Cohort cohort = config.cohort();
        RunIdentity identity = config.identity(cohort);
        if (options.resume()) {
            RunIdentity.read(folder).requireSame(folder, identity);
        }
        cohort.notes().forEach(note -> log("gyrus: " + note));
        Split split = Split.of(cohort, config);
        int together = together(config);
        int opened = dryRun ? 1 : together;
        try (Arena arena = Arena.ofShared(); EngineThreads engines = EngineThreads.open(options.device().shared(opened), opened)) {
            plan(config, cohort, split, engines).forEach(this::log);
            TrainingData data = TrainingData.read(split, config, config.networks(), arena, this::log, this::log);
            TestScan test = TestScan.read(split.test(), data.subjects().getFirst().grid(), arena, this::log);
            data.requireUnseen(test.slices().images());
            if (dryRun) {
                forecast(engines.first(), data, test, together);
                return 0;
            }
            try (RunDirectory run = options.resume()
                    ? RunDirectory.resume(folder) : RunDirectory.create(folder, config, identity)) {
                run(run.path(), identity, cohort, data, test, arena, engines);
            }
            return 0;
        }
    }

    /** Throws if there are more networks than the report can show. */
    private static void requireFew(Config config) {
        if (networks(config) > HeadVolumes.MOST_PREDICTIONS) {
            throw new UsageError("arms: " + config.arms().size() + " arms on large = " + config.large() + " and small = "
                    + config.small() + " scans are " + networks(config) + " networks, and the report shows at most "
                    + HeadVolumes.MOST_PREDICTIONS + "; leave arms out, train on one set by --set small=" + config.large()
                    + ", or use 'gyrus study'");
        }
    }

    private static int networks(Config config) {
        return config.arms().size() * (config.small() == config.large() ? 1 : 2);
    }

    /**
     * Returns the number of networks that are trained at a time. With {@code :debug} it is one, since all that share a GPU fail
     * with the one that is at fault.
     */
    private int together(Config config) {
        boolean gpu = options.device().given().filter(name -> name.matches("cuda.*(?<!:debug)")).isPresent();
        return Math.min(networks(config), jobs.orElse(gpu ? MOST_ON_A_GPU : 1));
    }

    private Config resumed() throws IOException {
        boolean more = data.isPresent() || preset.isPresent() || !dataOptions.changes().isEmpty() || !arms.given().isEmpty();
        return options.existing(Config.class, "--resume", more, "");
    }

    private Config configured() throws IOException {
        if (options.config().isPresent() && preset.isPresent()) {
            throw new UsageError("--config or --preset: each is a whole configuration, leave one of them out");
        }
        Config base = options.config().isPresent() ? ConfigFile.read(options.config().get(), Config.class)
                : Config.of(preset.orElse(Preset.QUICK), Config.PHANTOM, 1);
        List<String> changes = new ArrayList<>(dataOptions.changes());
        data.ifPresent(folder -> changes.add("data=" + folder.toAbsolutePath().normalize()));
        Config config = options.changed(base, Config.class, changes);
        return (arms.given().isEmpty() ? config : config.with(arms.given())).checked();
    }

    private List<String> plan(Config config, Cohort cohort, Split split, EngineThreads engines) {
        return List.of(
                "data      " + cohort.description(),
                "train     " + ids(split.large()) + "; the small set: the first " + split.small().size(),
                "validate  " + split.validatedOn(config),
                "test      " + split.test().id() + " (patient " + split.test().patient() + ")",
                String.format(Locale.ROOT, "network   Dense-U-Net of width %d, %,d parameters, slices of %d x %d, batch %d",
                        config.width(), config.network().parameterCount(), config.size(), config.size(), config.batch()),
                "arms      " + String.join(", ", config.arms().stream().map(ArmConfig::toString).toList()),
                String.format(Locale.ROOT, "training  %d epochs of denoising, %d epochs of segmentation, every %s slice",
                        config.denoiseEpochs(), config.epochs(), ordinal(config.sliceStep())),
                "device    " + options.device().describe(engines.first())
                        + (engines.count() == 1 ? "" : ", " + engines.count() + " networks at a time"));
    }

    private static String ids(List<Cohort.Subject> subjects) {
        return String.join(" ", subjects.stream().map(Cohort.Subject::id).toList());
    }

    private static String ordinal(int number) {
        return switch (number) {
            case 1 -> "single";
            case 2 -> "second";
            case 3 -> "third";
            default -> number + "th";
        };
    }

    private void forecast(Engine engine, TrainingData data, TestScan test, int together) {
        Forecast forecast = Forecast.of(engine, data);
        long heldSlices = data.bytes() + test.slices().bytes();
        PrintWriter results = spec.commandLine().getOut();
        results.println("time      about " + duration(forecast.time()) + " of training" + (together == 1 ? ""
                : ", one network after the other; what " + together + " at a time take is not known before they do"));
        results.println(String.format(Locale.ROOT, "memory    %s%,d MiB of tensors, %,d MiB of slices",
                together == 1 ? "" : together + " x ", forecast.tensorBytes() >> 20, heldSlices >> 20));
        results.flush();
    }

    private void run(Path folder, RunIdentity identity, Cohort cohort, TrainingData data, TestScan test, Arena arena,
            EngineThreads engines) throws IOException {
        Config config = data.config();
        OffsetDateTime started = OffsetDateTime.now().withNano(0);
        long start = System.nanoTime();
        Map<String, String> environment = Environment.of(DeviceOption.name(engines.first()), config.seed());
        if (engines.count() > 1) {
            environment.put("networks at a time", Integer.toString(engines.count()));
        }
        Environment.write(environment, folder);
        Outcome outcome = new Experiment(engines, identity, data, test, arena, folder, this::log).run();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        environment.put("peak memory", Environment.peakMemory());

        ExperimentReport report = new ExperimentReport(config, outcome);
        Summary summary = new Summary(config.preset().name().toLowerCase(Locale.ROOT), engines.first().deviceName(), config.seed(),
                cohort.description() + "; test scan " + data.split().test().id(),
                data.split().validatedOn(config),
                config.noise() + " noise of " + Math.round(100 * config.noiseAmount()) + " percent", started, took,
                test.volumes().mask().voxels().length, test.threshold().dice(), report.denoisingResults(), report.arms());
        List<OpTime> profile = engines.profile();
        SummaryJson.write(summary, folder.resolve("summary.json"));
        List<Report.SurfaceViews> surfaces = Surfaces.write(outcome, folder);
        ReportPage.write(report.report(summary, surfaces, profile, environment, cohort.credits()), folder.resolve("report.html"));
        print(folder, summary, profile, environment);
    }

    private void print(Path folder, Summary summary, List<OpTime> profile, Map<String, String> environment) {
        PrintWriter results = spec.commandLine().getOut();
        results.printf(Locale.ROOT, "%-20s %9s %9s %9s %6s %9s%n", "", "P.A.", "Dice", "I.o.U.", "best", "Dice 0.9");
        summary.arms().forEach(arm -> results.printf(Locale.ROOT, "%-20s %9.5f %9.5f %9.5f %6d %9s%n", arm.name(), arm.accuracy(),
                arm.dice(), arm.iou(), arm.bestEpoch(),
                arm.toDice90().map(effort -> "epoch " + effort.epochs()).orElse("never")));
        results.printf(Locale.ROOT, "%-20s %9s %9.5f%n", "best threshold", "", summary.thresholdDice());
        double total = profile.stream().mapToDouble(OpTime::seconds).sum();
        results.printf(Locale.ROOT, "took %s, peak memory %s, %s in kernels%n", duration(summary.duration()),
                environment.get("peak memory"),
                duration(Duration.ofMillis(Math.round(1000 * total))));
        results.println("report: " + folder.resolve("report.html"));
        results.flush();
    }

    private void log(String line) {
        PrintWriter log = spec.commandLine().getErr();
        log.println(line);
        log.flush();
    }

    private static String duration(Duration duration) {
        return duration.toHours() > 0
                ? String.format(Locale.ROOT, "%d h %02d min", duration.toHours(), duration.toMinutesPart())
                : String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }
}
