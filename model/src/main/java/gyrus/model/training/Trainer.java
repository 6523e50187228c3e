package gyrus.model.training;

import gyrus.engine.Engine;
import gyrus.engine.NotFiniteException;
import gyrus.engine.Optimizer;
import gyrus.engine.Parameters;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.engine.optimizer.UpdateRule;
import gyrus.engine.random.RandomStream;
import gyrus.model.CheckpointException;
import gyrus.model.LossFunction;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.file.AtomicFile;
import gyrus.model.module.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The training loop: epochs over shuffled samples, each followed by a validation. It writes a row of {@code log.csv} per epoch,
 * curves for TensorBoard, and two checkpoints: {@code best.safetensors} with the lowest validation loss, and
 * {@code last.safetensors} for resuming. An
 * {@link Examination} adds a column per case to the log.
 *
 * <p>The order of samples depends on the seed and the epoch alone, and a checkpoint holds its position within the epoch. A run that
 * is resumed after a stop or a kill therefore has the same results, bit for bit, as one that was not interrupted.
 */
public final class Trainer {

    /**
     * The hyperparameters of a training.
     *
     * @param epochs the largest number of epochs
     * @param patience the number of epochs without a better one after which the training ends; 0: it never ends early
     * @param gradientNorm the largest norm of all gradients together, to which larger ones are scaled; infinite for no limit
     */
    public record Settings(int epochs, int batch, UpdateRule rule, LossFunction loss, long seed, int patience, double gradientNorm,
            WarmUp warmUp) {

        public Settings {
            if (!(gradientNorm > 0)) {
                throw new IllegalArgumentException("training: gradient norm " + gradientNorm + "; it must be above 0");
            }
        }

        /** Describes a training without a warm-up. */
        public Settings(
                int epochs, int batch, UpdateRule rule, LossFunction loss, long seed, int patience, double gradientNorm) {
            this(epochs, batch, rule, loss, seed, patience, gradientNorm, WarmUp.NONE);
        }

        /** Describes a training that does not end early, does not limit the gradients' norm and has no warm-up. */
        public Settings(int epochs, int batch, UpdateRule rule, LossFunction loss, long seed) {
            this(epochs, batch, rule, loss, seed, 0, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * The first epochs of a training, in which some parameters keep their values.
     *
     * @param epochs the number of these epochs
     * @param frozen names the parameters that keep their values; the rule's state of them must be zero
     */
    public record WarmUp(int epochs, Predicate<String> frozen) {

        /** Describes a training without a warm-up. */
        public static final WarmUp NONE = new WarmUp(0, name -> false);
    }

    /**
     * The figures of one epoch.
     *
     * @param epoch the epoch's number, counted from 1
     * @param loss the mean training loss over the epoch
     * @param validation the score on the validation samples
     * @param seconds the duration of the epoch with its validation
     * @param results the results of the {@link Examination}, one for each case; empty if there is none
     */
    public record Epoch(int epoch, double loss, Score validation, double learningRate, double seconds, List<Double> results) {

        /** Returns the mean of the results; empty if there are none. */
        public OptionalDouble meanResult() {
            return results.stream().mapToDouble(Double::doubleValue).average();
        }
    }

    private static final List<String> COLUMNS = List.of(
            "epoch", "loss", "val_loss", "val_accuracy", "val_dice", "val_mse", "learning_rate", "seconds");
    private final Engine engine;
    private final Module module;
    private final Parameters parameters;
    private final Settings settings;
    private final Map<String, String> about;
    private final BooleanSupplier stopping;

    /**
     * Creates a training loop.
     *
     * @param about metadata of the checkpoints: the purpose of the weights and the run that they belong to; a training resumes only
     *     from a checkpoint with equal metadata
     * @param stopping checked before each batch; if it is true, the training writes a checkpoint and ends
     */
    public Trainer(Engine engine, Module module, Parameters parameters, Settings settings, Map<String, String> about,
            BooleanSupplier stopping) {
        this.engine = engine;
        this.module = module;
        this.parameters = parameters;
        this.settings = settings;
        this.about = Map.copyOf(about);
        this.stopping = stopping;
    }

    /** Creates a training loop without metadata, which runs to its end. */
    public Trainer(Engine engine, Module module, Parameters parameters, Settings settings) {
        this(engine, module, parameters, settings, Map.of(), () -> false);
    }

    /**
     * Trains the parameters from their current values or, if {@code folder} holds a {@code last.safetensors}, resumes from it. At
     * the end the parameters have the values of the best epoch.
     *
     * @param folder the folder of the log and the checkpoints
     * @param progress prints the progress
     * @return all epochs, including those before the run was resumed
     * @throws TrainingStoppedException if {@code stopping} ended the training
     */
    public List<Epoch> train(Samples training, Samples validation, Path folder, Progress progress) throws IOException {
        return train(epoch -> training, validation, Optional.empty(), folder, progress);
    }

    /** Trains the parameters as {@link #train(Samples, Samples, Path, Progress)} does, with the progress on standard error. */
    public List<Epoch> train(Samples training, Samples validation, Path folder) throws IOException {
        return train(training, validation, folder, Progress.onStandardError("", settings.epochs()));
    }

    /** Returns the module's score on samples, with the loss and the batches of the training. */
    public Score score(Samples samples) {
        return new Predictor(engine, module, parameters, settings.batch()).score(samples, settings.loss());
    }

    /**
     * Trains the parameters as {@link #train(Samples, Samples, Path, Progress)} does, on the samples of each epoch, and examines
     * them after each epoch.
     *
     * @throws IllegalStateException if an epoch has another number of samples than the first
     * @throws TrainingStoppedException if {@code stopping} ended the training
     */
    public List<Epoch> train(EpochSamples training, Samples validation, Optional<Examination> examination, Path folder,
            Progress progress) throws IOException {
        int count = training.of(1).count();
        Files.createDirectories(folder);
        List<String> columns = columns(examination);
        Path log = folder.resolve("log.csv");
        Path best = folder.resolve("best.safetensors");
        Path last = folder.resolve("last.safetensors");
        AtomicFile.removeUnfinished(folder);
        Optimizer optimizer = new Optimizer(parameters, settings.rule());
        try {
            boolean resumed = Files.exists(last);
            Position position = resumed ? resumed(last, best, log, examination, optimizer, batches(count)) : Position.START;
            if (!resumed) {
                Files.deleteIfExists(log); // left by a run that was killed within its first epoch
            }
            if (!isOver(position)) {
                try (CsvLog csv = resumed ? CsvLog.resume(log, columns, position.epochs()) : CsvLog.create(log, columns);
                        EventLog events = EventLog.create(folder, InstantSource.system(), position.epochs() + 1);
                        TrainingSteps warmUp = steps(optimizer, settings.warmUp().frozen());
                        TrainingSteps steps = steps(optimizer, name -> false)) {
                    goOn(new Run(training, count, validation, examination, warmUp, steps, optimizer, best, last, csv, events,
                            progress),
                            position);
                }
            } else {
                progress.nothingLeft(batches(count), batches(validation.count()));
            }
        } finally {
            progress.endLine();
            optimizer.release();
        }
        Checkpoint.requireSame(best, Checkpoint.loadWeights(best, module, parameters), about);
        return epochs(log);
    }

    /** Loads the checkpoint to resume from, after checking that it and the files beside it belong to this training. */
    private Position resumed(Path last, Path best, Path log, Optional<Examination> examination, Optimizer optimizer, int batches)
            throws IOException {
        Map<String, String> metadata = Checkpoint.metadata(last);
        Checkpoint.requireSame(last, metadata, about);
        Position position = Position.of(last, metadata);
        if (position.epochs() > settings.epochs()) {
            throw new CheckpointException(last + ": was saved after " + position.epochs() + " epochs, but this training has "
                    + settings.epochs() + "; resume with at least as many epochs");
        }
        if (position.batches() > batches) {
            throw new CheckpointException(last + ": was saved after " + position.batches() + " batches of an epoch, which has only "
                    + batches + " with these samples; resume with the samples and the batch size of the first start");
        }
        if (position.epochs() > 0) {
            Checkpoint.requireSame(best, Checkpoint.metadata(best), about);
            double logged = value(examination, bestOf(log, position));
            if (logged != position.bestValue()) {
                String what = decides(examination) ? "the negative mean result" : "val_loss";
                throw new CheckpointException(log + ": epoch " + position.bestEpoch() + " has " + what + " " + logged + ", "
                        + last.getFileName() + " says " + position.bestValue()
                        + ": it belongs to another run; restore the file, or begin a new run");
            }
        }
        Checkpoint.loadTraining(last, module, parameters, optimizer);
        return position;
    }

    /** Returns the best epoch as the log has it. */
    private static Epoch bestOf(Path log, Position position) throws IOException {
        List<Epoch> epochs = epochs(log);
        if (epochs.size() < position.epochs()) {
            throw new IOException(log + ": has " + epochs.size() + " complete rows but the checkpoint was saved after "
                    + position.epochs() + ": restore the file, or begin a new run");
        }
        return epochs.get(position.bestEpoch() - 1);
    }

    /**
     * The samples, state and files of one training.
     *
     * @param count the number of training samples in an epoch
     * @param warmUp the steps of the warm-up's epochs
     * @param steps the steps of all later epochs
     */
    private record Run(EpochSamples training, int count, Samples validation, Optional<Examination> examination,
            TrainingSteps warmUp, TrainingSteps steps, Optimizer optimizer, Path best, Path last, CsvLog csv, EventLog events,
            Progress progress) {}

    private static List<String> columns(Optional<Examination> examination) {
        return Stream.concat(COLUMNS.stream(), examination.stream().flatMap(each -> each.cases().stream())).toList();
    }

    /** Returns the value that epochs are compared by, the lower the better. */
    private static double value(Optional<Examination> examination, Epoch epoch) {
        return decides(examination) ? -epoch.meanResult().orElseThrow() : epoch.validation().loss();
    }

    private static boolean decides(Optional<Examination> examination) {
        return examination.filter(Examination::decides).isPresent();
    }

    /** Returns whether all epochs are done, or as many without a better one as the patience lasts. */
    private boolean isOver(Position position) {
        return position.epochs() >= settings.epochs()
                || settings.patience() > 0 && position.epochs() - position.bestEpoch() >= settings.patience();
    }

    private void goOn(Run run, Position from) throws IOException {
        requireClasses(run.validation());
        Predictor predictor = new Predictor(engine, module, parameters, settings.batch());
        Position position = from;
        while (!isOver(position)) {
            long start = System.nanoTime();
            int epoch = position.epochs() + 1;
            double rate = settings.rule().rateAfter(run.optimizer().updates() - position.batches());
            position = batches(run, position);
            boolean whole = position.batches() == batches(run.count());
            Optional<Score> validated = whole ? predictor.score(run.validation(), settings.loss(), stopping) : Optional.empty();
            Optional<double[]> results = validated.isEmpty() || run.examination().isEmpty() ? validated.map(score -> new double[0])
                    : run.examination().get().of(predictor, stopping);
            if (results.isEmpty()) {
                save(run, position);
                run.progress().stopped(position.batches());
                throw new TrainingStoppedException(run.last().getParent());
            }
            Score score = validated.get();
            if (!Double.isFinite(score.loss())) {
                throw lost(run, position, "validation loss is " + score.loss(), run.validation(), ordered(run.validation()));
            }
            double loss = position.lossSum() / run.count();
            double seconds = (System.nanoTime() - start) * 1e-9;
            Epoch done = new Epoch(epoch, loss, score, rate, seconds, Arrays.stream(results.get()).boxed().toList());
            position = position.afterEpoch(value(run.examination(), done));
            if (position.bestEpoch() == epoch) {
                Checkpoint.saveWeights(run.best(), module, parameters, position.metadata(about));
            }
            run.csv().append(row(done));
            run.events().append(epoch, curves(run.examination(), done));
            save(run, position);
            run.progress().epochDone(figures(run.examination(), done));
        }
    }

    /** Throws if the targets are classes that the module has no outputs for. */
    private void requireClasses(Samples samples) {
        if (samples.kind() == Samples.Kind.CLASSES) {
            try (Step step = engine.inferenceStep()) {
                Tensor first = step.input("input", samples.inputs().shape(1), samples.inputs().get(0));
                samples.requireClasses(module.forward(parameters, first).shape().size());
            }
        }
    }

    private TrainingSteps steps(Optimizer optimizer, Predicate<String> frozen) {
        return new TrainingSteps(engine, module, parameters, settings, optimizer, frozen);
    }

    private void save(Run run, Position position) throws IOException {
        Checkpoint.saveTraining(run.last(), module, parameters, run.optimizer(), position.metadata(about));
    }

    private int batches(int samples) {
        return Math.ceilDiv(samples, settings.batch());
    }

    /** Trains on the remaining batches of an epoch until its end or a request to stop; returns the new position. */
    private Position batches(Run run, Position from) throws IOException {
        Samples samples = run.training().of(from.epochs() + 1);
        if (samples.count() != run.count()) {
            throw new IllegalStateException("epoch " + (from.epochs() + 1) + " has " + samples.count() + " samples, the first has "
                    + run.count() + "; give each epoch equally many");
        }
        requireClasses(samples);
        int[] order = RandomStream.of(settings.seed(), "order", from.epochs() + 1).permutation(samples.count());
        run.progress().epoch(from.epochs() + 1, batches(run.count()), from.batches(), batches(run.validation().count()));
        Position position = from;
        TrainingSteps steps = from.epochs() < settings.warmUp().epochs() ? run.warmUp() : run.steps();
        try (Loader loader = new Loader(samples, order, settings.batch(), position.batches())) {
            int[] chosen = feedNext(steps, samples, loader);
            while (chosen.length > 0 && !stopping.getAsBoolean()) {
                steps.run();
                int[] next = feedNext(steps, samples, loader); // copied while the device computes
                double loss = steps.loss();
                if (!Double.isFinite(loss)) {
                    throw lost(run, position, "loss is " + loss, samples, chosen);
                }
                position = position.afterBatch(loss * chosen.length);
                run.progress().batch(position.batches(),
                        position.lossSum() / Math.min(position.batches() * settings.batch(), order.length));
                chosen = next;
            }
        }
        return position;
    }

    /** Feeds the next batch of an epoch and returns the indices of its samples, or none after the last batch. */
    private static int[] feedNext(TrainingSteps steps, Samples samples, Loader loader) {
        if (!loader.hasNext()) {
            return new int[0];
        }
        Loader.Batch batch = loader.next();
        int count = batch.chosen().length;
        steps.feed(List.of(samples.inputs().shape(count), samples.targets().shape(count)), batch.inputs(), batch.targets());
        return batch.chosen();
    }

    private Tensor loss(Step step, Samples samples, int[] chosen) {
        Tensor input = step.input("input", samples.inputs().shape(chosen.length), samples.inputs().get(chosen));
        Tensor target = step.input("target", samples.targets().shape(chosen.length), samples.targets().get(chosen));
        return settings.loss().of(module.forward(parameters, input), target);
    }

    private IOException lost(Run run, Position position, String what, Samples samples, int[] chosen) {
        boolean good = position.epochs() > 0;
        return new IOException(String.format(Locale.ROOT,
                "%s%s in step %d (epoch %d, batch %d of %d): %s; lower the learning rate. %s",
                run.progress().label() + "the ", what, run.optimizer().updates(), position.epochs() + 1,
                Math.min(position.batches() + 1, batches(run.count())), batches(run.count()), culprit(samples, chosen),
                good ? "The last good checkpoint is " + run.last() + ", the best weights are in " + run.best()
                        : "There is no good checkpoint yet"));
    }

    /** Repeats the computation in a watched step and returns the op and tensor with the first number that is not finite. */
    private String culprit(Samples samples, int[] chosen) {
        for (int from = 0; from < chosen.length; from += settings.batch()) {
            int[] batch = Arrays.copyOfRange(chosen, from, Math.min(from + settings.batch(), chosen.length));
            try (Step step = engine.watchedStep()) {
                loss(step, samples, batch);
            } catch (NotFiniteException found) {
                return found.getMessage();
            }
        }
        return "all numbers are finite when it is computed again, which points to a fault of the machine";
    }

    private static int[] ordered(Samples samples) {
        return IntStream.range(0, samples.count()).toArray();
    }

    /** Returns the finite figures of an epoch by their TensorBoard names. */
    private static SequencedMap<String, Double> curves(Optional<Examination> examination, Epoch epoch) {
        Score score = epoch.validation();
        SequencedMap<String, Double> curves = new LinkedHashMap<>();
        curves.put("loss", epoch.loss());
        curves.put("val_loss", score.loss());
        curves.put("val_accuracy", score.accuracy());
        curves.put("val_dice", score.dice());
        result(examination, epoch).ifPresent(result -> curves.put(result.getKey(), result.getValue()));
        curves.put("val_psnr", score.psnr());
        curves.put("learning_rate", epoch.learningRate());
        curves.values().removeIf(value -> !Double.isFinite(value));
        return curves;
    }

    private static SequencedMap<String, Double> figures(Optional<Examination> examination, Epoch epoch) {
        Score score = epoch.validation();
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", epoch.loss());
        figures.put("val_loss", score.loss());
        if (!Double.isNaN(score.dice())) {
            figures.put("val_dice", score.dice());
        } else if (!Double.isNaN(score.accuracy())) {
            figures.put("val_accuracy", score.accuracy());
        } else {
            figures.put("val_psnr", score.psnr());
        }
        result(examination, epoch).ifPresent(result -> figures.put(result.getKey(), result.getValue()));
        return figures;
    }

    /** Returns the name and the value of an epoch's mean result. */
    private static Optional<Map.Entry<String, Double>> result(Optional<Examination> examination, Epoch epoch) {
        return examination.map(each -> Map.entry("val_" + each.figure(), epoch.meanResult().orElseThrow()));
    }

    /** Returns an epoch as a row of the log. */
    private static Number[] row(Epoch epoch) {
        Score score = epoch.validation();
        return Stream.<Number>concat(Stream.of(epoch.epoch(), epoch.loss(), score.loss(), score.accuracy(), score.dice(),
                score.meanSquaredError(), epoch.learningRate(), epoch.seconds()), epoch.results().stream()).toArray(Number[]::new);
    }

    /** Reads the epochs of a log; ignores a truncated last row. */
    public static List<Epoch> epochs(Path log) throws IOException {
        List<Epoch> epochs = new ArrayList<>();
        for (double[] row : CsvLog.rows(log, COLUMNS)) {
            List<Double> results = Arrays.stream(row).skip(COLUMNS.size()).boxed().toList();
            epochs.add(new Epoch((int) row[0], row[1], new Score(row[2], row[3], row[4], row[5]), row[6], row[7], results));
        }
        return epochs;
    }

    /** Returns the epoch, counted from 1, whose weights a training left as the best in its folder. */
    public static int bestEpoch(Path folder) throws IOException {
        Path best = folder.resolve("best.safetensors");
        return Position.of(best, Checkpoint.metadata(best)).bestEpoch();
    }

    /** Returns the epoch of the lowest validation loss, counted from 1. */
    public static int bestEpoch(List<Epoch> epochs) {
        return epochs.stream()
                .min(Comparator.comparingDouble(epoch -> epoch.validation().loss())).orElseThrow().epoch();
    }
}
