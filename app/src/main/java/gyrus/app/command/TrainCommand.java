package gyrus.app.command;

import gyrus.app.failure.UsageError;
import gyrus.app.imaging.image.PngFile;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.View;
import gyrus.app.network.NetworkFiles;
import gyrus.app.network.Task;
import gyrus.app.network.TrainedFor;
import gyrus.app.option.DeviceOption;
import gyrus.app.run.ConfigFile;
import gyrus.app.run.Environment;
import gyrus.app.run.RunDirectory;
import gyrus.app.run.RunIdentity;
import gyrus.app.run.RunOptions;
import gyrus.app.run.ScanIdentity;
import gyrus.app.training.HeldOutTable;
import gyrus.app.training.ImageSlices;
import gyrus.app.training.NetworkTraining;
import gyrus.app.training.Selection;
import gyrus.app.training.TrainConfig;
import gyrus.app.training.TrainingImage;
import gyrus.app.training.TrainingImages;
import gyrus.app.training.TrainingPart;
import gyrus.app.training.TrainingSlices;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.training.Score;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "(the best epoch), last.safetensors (to resume from) and",
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
            "Those scans are also segmented whole after each epoch; log.csv has their Dice.",
            "  gyrus train --data DIR --epochs 200 --patience 20",
            "",
            "Cross-validate; held-out.csv has the Dice of each scan by the network that",
            "did not see its patient, and gyrus segment averages the networks:",
            "  gyrus train --data DIR --folds 5 --out runs/folds",
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

    @Option(names = "--patience", paramLabel = "N",
            description = "end after N epochs without a better one; default: 0, which takes all epochs")
    private Optional<Integer> patience;

    @Option(names = "--select", paramLabel = "NAME",
            description = "the best epoch has the lowest validation loss (loss, the default), or the highest mean Dice of whole"
                    + " validation scans (dice)")
    private Optional<Selection> select;

    @Option(names = "--folds", paramLabel = "K",
            description = "cross-validate: train K networks, each patient being held out of one of them, and measure it there")
    private Optional<Integer> folds;

    @Option(names = "--batch", paramLabel = "N", description = "slices in a step; default: 4")
    private Optional<Integer> batch;

    @Option(names = "--rate", paramLabel = "R", description = "learning rate; default: 0.001")
    private Optional<Double> rate;

    @Option(names = "--loss", paramLabel = "NAME", description = "bce (default), mse, dice or bce_dice")
    private Optional<Loss> loss;

    @Option(names = "--foreground-weight", paramLabel = "W",
            description = "how often a pixel of foreground counts in the loss, for rare structures; default: 1")
    private Optional<Double> foregroundWeight;

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
        List<TrainingPart> parts = TrainingPart.of(complete, folder);
        RunIdentity identity = options.resume() ? resumed(complete, folder, parts) : complete.identity(initSha256(complete));
        try (Arena arena = Arena.ofShared(); Engine engine = options.open()) {
            ImageSlices slices = ImageSlices.read(complete, arena, this::log);
            parts.forEach(part -> slices.of(part.images())); // refused before anything is written
            Parameters parameters = complete.network().allocate(engine);
            try {
                NetworkTraining training = NetworkTraining.of(complete, identity, slices, engine, parameters, arena);
                if (!parts.stream().allMatch(TrainingPart::isUnderWay)) {
                    training.begin();
                    sayWhatInitWasTrainedFor(complete);
                }
                try (RunDirectory run = options.resume()
                        ? RunDirectory.resume(folder) : RunDirectory.create(folder, complete, identity)) {
                    run.write(complete);
                    Environment.write(Environment.of(DeviceOption.name(engine), complete.seed()), folder);
                    describe(complete, slices.of(parts.getFirst().images()), engine);
                    if (complete.folds() > 0) {
                        crossValidate(training, parts, folder);
                    } else {
                        train(training, parts.getFirst());
                    }
                }
            } finally {
                parameters.release();
            }
        }
        return 0;
    }

    private TrainConfig resumed() throws IOException {
        int lengths = (epochs.isPresent() ? 1 : 0) + (patience.isPresent() ? 1 : 0);
        boolean more = images.given() || folds.isPresent() || changes().size() > lengths;
        TrainConfig config = options.existing(TrainConfig.class, "--resume", more, " but --epochs and --patience");
        if (config.folds() > 0 && lengths > 0) {
            throw new UsageError("--resume of a cross-validation takes --epochs and --patience, too, from that run's config.json;"
                    + " begin a new run by --config for others");
        }
        if (epochs.isPresent() && epochs.get() < config.epochs()) {
            throw new UsageError("--epochs " + epochs.get() + ": the run is to take " + config.epochs()
                    + " epochs; --resume can make them more, not fewer");
        }
        return ConfigFile.with(config, TrainConfig.class, changes());
    }

    /** Returns the identity of the run that is resumed, once it is sure that configuration and data are still the same. */
    private static RunIdentity resumed(TrainConfig config, Path folder, List<TrainingPart> parts) throws IOException {
        RunIdentity begun = RunIdentity.read(folder);
        boolean initIsDone = !config.init().isEmpty() && parts.stream().allMatch(TrainingPart::isUnderWay);
        RunIdentity now = config.identity(initIsDone ? begun.configuration().getOrDefault("init", "") : initSha256(config));
        begun.requireSame(folder, now);
        return now;
    }

    private static String initSha256(TrainConfig config) throws IOException {
        return config.init().isEmpty() ? "" : ScanIdentity.sha256(Path.of(config.init()));
    }

    private TrainConfig configured() throws IOException {
        folds.filter(count -> count < 2).ifPresent(count -> {
            throw new UsageError("--folds " + count + ": must be at least 2, and at most the number of patients");
        });
        if (options.config().isPresent() && images.given()) {
            throw new UsageError(
                    "--config names the images, too; leave --data, --images, --masks and --validation out, or --config");
        }
        TrainConfig base = options.config().isPresent() ? ConfigFile.read(options.config().get(), TrainConfig.class) : fresh();
        return options.changed(base, TrainConfig.class, changes());
    }

    private TrainConfig fresh() throws IOException {
        Task wanted = task.orElse(Task.SEGMENTATION);
        TrainingImages files = images.read(wanted, note -> log("gyrus: " + note));
        boolean pictures = PngFile.isPng(files.training().getFirst().image());
        TrainConfig config = TrainConfig.of(wanted, files, pictures ? View.AXIAL : View.SAGITTAL);
        return init.isEmpty() ? config
                : ConfigFile.with(config, TrainConfig.class, List.of("width=" + Checkpoint.network(init.get()).width()));
    }

    /** Returns the given options as changes {@code key=value} of the configuration. */
    private List<String> changes() {
        List<String> changes = new ArrayList<>();
        init.ifPresent(value -> changes.add("init=" + value.toAbsolutePath().normalize()));
        images.foreground().ifPresent(rule -> changes.add("foreground=" + rule));
        task.ifPresent(value -> changes.add("task=" + value));
        view.ifPresent(value -> changes.add("view=" + value));
        size.ifPresent(value -> changes.add("size=" + value));
        width.ifPresent(value -> changes.add("width=" + value));
        epochs.ifPresent(value -> changes.add("epochs=" + value));
        patience.ifPresent(value -> changes.add("patience=" + value));
        select.ifPresent(value -> changes.add("select=" + value));
        folds.ifPresent(value -> changes.add("folds=" + value));
        batch.ifPresent(value -> changes.add("batch=" + value));
        rate.ifPresent(value -> changes.add("rate=" + value));
        loss.ifPresent(value -> changes.add("loss=" + value));
        foregroundWeight.ifPresent(value -> changes.add("foregroundWeight=" + value));
        noise.ifPresent(value -> changes.add("noise=" + value));
        return changes;
    }

    /** Says where the weights to begin with were trained on other pixels, and where they may have seen what is held out. */
    private void sayWhatInitWasTrainedFor(TrainConfig config) throws IOException {
        if (config.init().isEmpty()) {
            return;
        }
        Path weights = Path.of(config.init());
        List<String> differences = TrainedFor.of(weights, Checkpoint.metadata(weights)).differences(config.use());
        if (!differences.isEmpty()) {
            log("init      " + weights + " was trained with " + String.join(", ", differences));
        }
        if (config.folds() > 0) {
            log("init      all folds begin with " + weights
                    + "; if it was trained on scans of these patients, no fold is without them");
        }
    }

    private void describe(TrainConfig config, TrainingSlices slices, Engine engine) {
        log(String.format(Locale.ROOT, "task      %s, %d images, %d slices to train on and %d to validate on%s",
                lower(config.task()), config.images().size(), slices.training().count(), slices.validation().count(),
                config.folds() == 0 ? "" : " in the first of " + config.folds() + " folds"));
        if (config.folds() > 0 && config.patients().stream().allMatch(String::isEmpty)) {
            log("patients  each image is taken for a patient of its own; a BIDS folder with participants.tsv says more");
        }
        log("validate  " + (config.validationImages().isEmpty() ? "on slices spread over all images"
                : "on " + config.validationImages().size()
                        + (config.validationImages().size() == 1 ? " image that is" : " images that are")
                        + " not trained on"));
        if (config.task() == Task.SEGMENTATION) {
            log(String.format(Locale.ROOT, "classes   %.2g %% of the pixels are foreground, and count %s times",
                    100 * slices.foreground(), number(config.foregroundWeight())));
        }
        log(String.format(Locale.ROOT,
                "network   Dense-U-Net of width %d, %,d parameters; %s slices of %d x %d pixels of %.3g x %.3g mm",
                config.width(), config.network().parameterCount(), lower(config.view()), config.size(), config.size(),
                config.pixelAcross(), config.pixelUp()));
        log("device    " + options.device().describe(engine));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private void train(NetworkTraining training, TrainingPart part) throws IOException {
        TrainConfig config = training.config();
        List<Trainer.Epoch> done = training.train(part);
        Trainer.Epoch best = done.get(Trainer.bestEpoch(part.folder()) - 1);
        if (done.size() < config.epochs()) {
            log("ended after epoch " + done.size() + " of " + config.epochs() + ": none of the last " + config.patience()
                    + " was better than epoch " + best.epoch() + "; --resume with a larger --patience goes on");
        }
        Score score = best.validation();
        PrintWriter results = spec.commandLine().getOut();
        results.printf(Locale.ROOT, "best epoch %d of %d: validation loss %.5f, ", best.epoch(), done.size(), score.loss());
        switch (config.task()) {
            case SEGMENTATION -> results.printf(Locale.ROOT, "Dice %.4f%n", score.dice());
            case DENOISING -> results.printf(Locale.ROOT, "PSNR %.2f dB%n", score.psnr());
        }
        training.validation().ifPresent(scans -> {
            for (int i = 0; i < scans.cases().size(); i++) {
                results.printf(Locale.ROOT, "whole scan %s: Dice %.4f%n", scans.cases().get(i), best.results().get(i));
            }
        });
        results.println("weights: " + part.folder().resolve(NetworkFiles.BEST));
        results.flush();
    }

    /** Trains the networks of all folds and leaves the table of what they made of the scans that each had not seen. */
    private void crossValidate(NetworkTraining training, List<TrainingPart> parts, Path folder) throws IOException {
        List<HeldOutTable.Row> rows = new ArrayList<>();
        for (TrainingPart part : parts) {
            log("fold " + part.fold() + " of " + parts.size() + ": held out "
                    + part.heldOut().stream().map(TrainingImage::id).collect(Collectors.joining(", "))
                    + (Files.exists(part.table()) ? "; done already" : ""));
            rows.addAll(training.crossValidate(part).rows());
        }
        HeldOutTable table = new HeldOutTable(rows);
        table.write(folder.resolve(NetworkFiles.HELD_OUT));
        PrintWriter results = spec.commandLine().getOut();
        results.printf(Locale.ROOT, "%-5s %-20s %-24s %8s %11s%n", "fold", "patient", "held-out scan", "Dice", "best epoch");
        for (HeldOutTable.Row row : rows) {
            results.printf(Locale.ROOT, "%-5d %-20s %-24s %8.4f %11d%n", row.fold(), row.patient(), row.scan(), row.dice(),
                    row.bestEpoch());
        }
        Map<String, Double> patients = table.byPatient();
        DoubleSummaryStatistics dice = patients.values().stream().mapToDouble(Double::doubleValue).summaryStatistics();
        results.printf(Locale.ROOT, "mean of %d patients: Dice %.4f; lowest %.4f, highest %.4f%n", patients.size(),
                dice.getAverage(),
                dice.getMin(), dice.getMax());
        results.println("networks: " + folder + " (gyrus segment --weights " + folder + " averages them)");
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
