package gyrus.app.command;

import gyrus.app.failure.UsageError;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.View;
import gyrus.app.network.Task;
import gyrus.app.network.TrainedFor;
import gyrus.app.option.DeviceOption;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.Environment;
import gyrus.app.run.RunDirectory;
import gyrus.app.run.RunIdentity;
import gyrus.app.run.RunOptions;
import gyrus.app.run.ScanIdentity;
import gyrus.app.run.Shutdown;
import gyrus.app.training.TrainConfig;
import gyrus.app.training.TrainingImages;
import gyrus.app.training.TrainingSlices;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.training.Progress;
import gyrus.model.training.Score;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code gyrus train}: one network, on one's own images. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Trains a Dense-U-Net to segment or to denoise, on scans or pictures of one's own.",
            "",
            "Images may be of any size: slices are cut in the view chosen and resampled to the network's pixels, by default"
                    + " the first image's own. The weights remember all that, for 'gyrus segment' and 'gyrus denoise'.",
        },
        footer = {
            "",
            "Leaves in the run directory: config.json, identity.json, env.json, log.csv, best.safetensors",
            "(the lowest validation loss), last.safetensors (to resume from) and",
            "events.out.tfevents.* (tensorboard --logdir runs).",
            "",
            "Scans and brain masks laid out as BIDS, lists of files, folders of PNG:",
            "  gyrus train --data DIR",
            "  gyrus train --images a.nii b.nii --masks am.nii bm.nii --view axial",
            "  gyrus train --images pictures --masks masks --epochs 50",
            "",
            "Validation is on slices spread over all images, or on the images named, which",
            "are not trained on; with --data, on the scans with the role validation. Scans",
            "with the role test are left out.",
            "  gyrus train --data DIR --validation DIR/sub-03/anat/sub-03_FLAIR.nii.gz",
            "",
            "Learn to remove noise, then to segment, from those weights:",
            "  gyrus train --data DIR --task denoising --out runs/clean",
            "  gyrus train --data DIR --init runs/clean/best.safetensors",
            "",
            "Go on with a run for longer; repeat a run, changed:",
            "  gyrus train --out runs/clean --resume --epochs 100",
            "  gyrus train --config runs/clean/config.json --set seed=2",
        })
public final class TrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ImageOptions images;

    @Mixin
    private RunOptions options;

    @Option(names = "--task", paramLabel = "NAME", description = "segmentation (default) or denoising")
    private Optional<Task> task;

    @Option(names = "--view", paramLabel = "NAME", description = "sagittal (default; axial for pictures), coronal or axial")
    private Optional<View> view;

    @Option(names = "--size", paramLabel = "N", description = "pixels of a slice's side; default: what the first image needs")
    private Optional<Integer> size;

    @Option(names = "--width", paramLabel = "N", description = "channels of the first block; default: 16, or those of --init")
    private Optional<Integer> width;

    @Option(names = "--epochs", paramLabel = "N", description = "default: 30")
    private Optional<Integer> epochs;

    @Option(names = "--batch", paramLabel = "N", description = "slices in a step; default: 4")
    private Optional<Integer> batch;

    @Option(names = "--rate", paramLabel = "R", description = "learning rate; default: 0.001")
    private Optional<Double> rate;

    @Option(names = "--loss", paramLabel = "NAME", description = "bce (default), mse, dice or bce_dice")
    private Optional<Loss> loss;

    @Option(names = "--noise", paramLabel = "KIND", description = "for denoising: uniform (default), gimp, blend or gaussian")
    private Optional<Noise.Kind> noise;

    @Option(names = "--init", paramLabel = "WEIGHTS", description = "begin with these weights instead of random ones")
    private Optional<Path> init;

    @Override
    public Integer call() throws IOException {
        TrainConfig config = options.resume() ? resumed() : configured();
        Path folder = options.folder("train-" + lower(config.task()));
        if (!options.resume()) {
            RunDirectory.requireUnused(folder);
        }
        TrainConfig complete = config.completed();
        RunIdentity identity = options.resume() ? resumed(complete, folder) : complete.identity(initSha256(complete));
        try (Arena arena = Arena.ofShared(); Engine engine = options.open()) {
            TrainingSlices slices = TrainingSlices.of(complete, arena, this::log);
            Parameters parameters = complete.network().allocate(engine);
            try {
                if (!underWay(folder)) {
                    begin(complete, parameters);
                }
                try (RunDirectory run = options.resume()
                        ? RunDirectory.resume(folder) : RunDirectory.create(folder, complete, identity)) {
                    run.write(complete);
                    Environment.write(Environment.of(DeviceOption.name(engine), complete.seed()), folder);
                    train(complete, identity, slices, engine, parameters, folder);
                }
            } finally {
                parameters.release();
            }
        }
        return 0;
    }

    private TrainConfig resumed() throws IOException {
        boolean more = images.given() || changes().size() > (epochs.isPresent() ? 1 : 0);
        TrainConfig config = options.existing(TrainConfig.class, "--resume", more, " but --epochs");
        if (epochs.isPresent() && epochs.get() < config.epochs()) {
            throw new UsageError("--epochs " + epochs.get() + ": the run is to take " + config.epochs()
                    + " epochs; --resume can make them more, not fewer");
        }
        return ConfigFile.with(config, TrainConfig.class, changes());
    }

    /** Returns the identity of the run that is resumed, once it is sure that configuration and data are still the same. */
    private static RunIdentity resumed(TrainConfig config, Path folder) throws IOException {
        RunIdentity begun = RunIdentity.read(folder);
        boolean initIsDone = !config.init().isEmpty() && underWay(folder);
        RunIdentity now = config.identity(initIsDone ? begun.configuration().getOrDefault("init", "") : initSha256(config));
        begun.requireSame(folder, now);
        return now;
    }

    /** Whether a training left a checkpoint to go on from: the weights it began with are of no matter then. */
    private static boolean underWay(Path folder) {
        return Files.exists(folder.resolve("last.safetensors"));
    }

    private static String initSha256(TrainConfig config) throws IOException {
        return config.init().isEmpty() ? "" : ScanIdentity.sha256(Path.of(config.init()));
    }

    private TrainConfig configured() throws IOException {
        if (options.config().isPresent() && images.given()) {
            throw new UsageError(
                    "--config names the images, too; leave --data, --images, --masks and --validation out, or --config");
        }
        TrainConfig base = options.config().isPresent() ? ConfigFile.read(options.config().get(), TrainConfig.class) : fresh();
        TrainConfig sized = init.isEmpty() ? base
                : ConfigFile.with(base, TrainConfig.class, List.of("width=" + Checkpoint.network(init.get()).width()));
        return options.changed(sized, TrainConfig.class, changes());
    }

    private TrainConfig fresh() throws IOException {
        Task wanted = task.orElse(Task.SEGMENTATION);
        TrainingImages files = images.read(wanted, note -> log("gyrus: " + note));
        boolean pictures = PngFile.isPng(files.training().getFirst().image());
        return TrainConfig.of(wanted, files, pictures ? View.AXIAL : View.SAGITTAL);
    }

    /** The options that were given, as changes of the configuration. */
    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        init.ifPresent(value -> changes.add("init=" + value.toAbsolutePath().normalize()));
        images.foreground().ifPresent(rule -> changes.add("foreground=" + rule));
        task.ifPresent(value -> changes.add("task=" + value));
        view.ifPresent(value -> changes.add("view=" + value));
        size.ifPresent(value -> changes.add("size=" + value));
        width.ifPresent(value -> changes.add("width=" + value));
        epochs.ifPresent(value -> changes.add("epochs=" + value));
        batch.ifPresent(value -> changes.add("batch=" + value));
        rate.ifPresent(value -> changes.add("rate=" + value));
        loss.ifPresent(value -> changes.add("loss=" + value));
        noise.ifPresent(value -> changes.add("noise=" + value));
        return changes;
    }

    /** Fresh weights, or those of another training; says where that one looked at other pixels. */
    private void begin(TrainConfig config, Parameters parameters) throws IOException {
        DenseUNet network = config.network();
        if (config.init().isEmpty()) {
            network.initialize(parameters, config.seed());
            return;
        }
        Path weights = Path.of(config.init());
        Map<String, String> metadata = Checkpoint.loadWeights(weights, network, parameters);
        List<String> differences = TrainedFor.of(weights, metadata).differences(config.use());
        if (!differences.isEmpty()) {
            log("init      " + weights + " was trained with " + String.join(", ", differences));
        }
    }

    private void train(TrainConfig config, RunIdentity identity, TrainingSlices slices, Engine engine, Parameters parameters,
            Path folder) throws IOException {
        log(String.format(Locale.ROOT, "task      %s, %d images, %d slices to train on and %d to validate on",
                lower(config.task()), config.images().size(), slices.training().count(),
                slices.validation().count()));
        log("validate  " + (config.validationImages().isEmpty() ? "on slices spread over all images"
                : "on " + config.validationImages().size()
                        + (config.validationImages().size() == 1 ? " image that is" : " images that are")
                        + " not trained on"));
        log(String.format(Locale.ROOT,
                "network   Dense-U-Net of width %d, %,d parameters; %s slices of %d x %d pixels of %.3g x %.3g mm",
                config.width(), config.network().parameterCount(), lower(config.view()), config.size(), config.size(),
                config.pixelAcross(), config.pixelUp()));
        log("device    " + options.device().describe(engine));
        Map<String, String> about = config.use().metadata();
        about.putAll(identity.metadata("train"));
        List<Trainer.Epoch> epochs;
        try (Shutdown shutdown = Shutdown.awaited()) {
            epochs = new Trainer(engine, config.network(), parameters, config.settings(), about, shutdown::requested)
                    .train(slices.training(), slices.validation(), folder,
                            Progress.onStandardError("", config.settings().epochs()));
        }
        Trainer.Epoch best = epochs.get(Trainer.bestEpoch(epochs) - 1);
        Score score = best.validation();
        PrintWriter results = spec.commandLine().getOut();
        results.printf(Locale.ROOT, "best epoch %d of %d: validation loss %.5f, ", best.epoch(), epochs.size(), score.loss());
        switch (config.task()) {
            case SEGMENTATION -> results.printf(Locale.ROOT, "Dice %.4f%n", score.dice());
            case DENOISING -> results.printf(Locale.ROOT, "PSNR %.2f dB%n", score.psnr());
        }
        results.println("weights: " + folder.resolve("best.safetensors"));
        results.flush();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void log(String line) {
        PrintWriter log = spec.commandLine().getErr();
        log.println(line);
        log.flush();
    }
}
