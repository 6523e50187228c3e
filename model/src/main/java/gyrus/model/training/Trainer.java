package gyrus.model.training;

import gyrus.engine.Adam;
import gyrus.engine.Engine;
import gyrus.engine.NotFiniteException;
import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.model.CheckpointException;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.checkpoint.Safetensors;
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
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The training loop: epochs over shuffled samples, validation after each, a row in {@code log.csv}, curves for TensorBoard, and
 * two checkpoints, {@code best.safetensors} (the lowest validation loss) and {@code last.safetensors} (with all that is needed to
 * resume).
 *
 * <p>Everything random is a function of the seed and the epoch's number, and a checkpoint says where in the epoch it was made, so
 * a resumed run is bit for bit the run that was never stopped: whether it was asked to stop, or killed.
 */
public final class Trainer {

    /** What to do. */
    public record Settings(int epochs, int batch, Adam.Settings adam, Loss loss, long seed) {}

    /**
     * What an epoch left.
     *
     * @param epoch counted from 1
     * @param loss the mean training loss over the epoch
     * @param validation on the samples held back
     * @param seconds validation included
     */
    public record Epoch(int epoch, double loss, Score validation, double learningRate, double seconds) {}

    private static final List<String> COLUMNS = List.of(
            "epoch", "loss", "val_loss", "val_accuracy", "val_dice", "val_mse", "learning_rate", "seconds");
    private final Engine engine;
    private final DenseUNet network;
    private final Parameters parameters;
    private final Settings settings;
    private final Map<String, String> about;
    private final BooleanSupplier stopping;

    /**
     * @param about what the weights are for and which run they belong to, to go into the checkpoints' metadata; a training goes
     *     on only from a checkpoint that says the same
     * @param stopping asked before each batch; once true, training leaves a checkpoint and ends
     */
    public Trainer(Engine engine, DenseUNet network, Parameters parameters, Settings settings, Map<String, String> about,
            BooleanSupplier stopping) {
        this.engine = engine;
        this.network = network;
        this.parameters = parameters;
        this.settings = settings;
        this.about = Map.copyOf(about);
        this.stopping = stopping;
    }

    /**
     * Trains the parameters, from where they are or, when {@code folder} holds a {@code last.safetensors}, from there. At the
     * end the parameters hold the best epoch's weights.
     *
     * @param folder gets the log and the checkpoints
     * @param progress tells a person how far it is
     * @return all epochs, also those of the run that was resumed
     * @throws TrainingStoppedException when it was asked to stop, and did
     */
    public List<Epoch> train(Samples training, Samples validation, Path folder, Progress progress) throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("log.csv");
        Path best = folder.resolve("best.safetensors");
        Path last = folder.resolve("last.safetensors");
        Safetensors.removeUnfinished(best);
        Safetensors.removeUnfinished(last);
        Adam adam = new Adam(parameters, settings.adam());
        try {
            boolean resumed = Files.exists(last);
            Position position = resumed ? resumed(last, best, log, adam, batches(training)) : Position.START;
            if (!resumed) {
                Files.deleteIfExists(log); // of a run that was killed within its first epoch
            }
            if (position.epochs() < settings.epochs()) {
                try (CsvLog csv = resumed ? CsvLog.resume(log, COLUMNS, position.epochs()) : CsvLog.create(log, COLUMNS);
                        EventLog events = EventLog.create(folder, InstantSource.system(), position.epochs() + 1);
                        TrainingSteps steps = new TrainingSteps(engine, network, parameters, settings.loss(), adam)) {
                    goOn(new Run(training, validation, steps, adam, best, last, csv, events, progress), position);
                }
            } else {
                progress.nothingLeft(batches(training), batches(validation));
            }
        } finally {
            adam.release();
        }
        Checkpoint.requireSame(best, Checkpoint.loadWeights(best, network, parameters), about);
        return epochs(log);
    }

    /** Loads the checkpoint to go on from, once it is sure that it and the files beside it are of this very training. */
    private Position resumed(Path last, Path best, Path log, Adam adam, int batches) throws IOException {
        Map<String, String> metadata = Checkpoint.metadata(last);
        Checkpoint.requireSame(last, metadata, about);
        Position position = Position.of(last, metadata);
        if (position.epochs() > settings.epochs()) {
            throw new CheckpointException(last + ": was left after " + position.epochs() + " epochs, wanted are "
                    + settings.epochs() + "; a training can go on for longer, never for shorter");
        }
        if (position.batches() > batches) {
            throw new CheckpointException(last + ": was left after " + position.batches() + " batches of an epoch, which has "
                    + batches + " with these samples; go on with the samples and the batch it was begun with");
        }
        if (position.epochs() > 0) {
            Checkpoint.requireSame(best, Checkpoint.metadata(best), about);
            double logged = bestOf(log, position);
            if (logged != position.bestLoss()) {
                throw new CheckpointException(log + ": epoch " + position.bestEpoch() + " has val_loss " + logged + ", "
                        + last.getFileName() + " says " + position.bestLoss()
                        + ": it belongs to another run; restore the file, or begin a new run");
            }
        }
        Checkpoint.loadTraining(last, network, parameters, adam);
        return position;
    }

    /** The validation loss that the log has for the best epoch. */
    private static double bestOf(Path log, Position position) throws IOException {
        List<Epoch> epochs = epochs(log);
        if (epochs.size() < position.epochs()) {
            throw new IOException(log + ": has " + epochs.size() + " complete rows but the checkpoint was saved after "
                    + position.epochs() + ": restore the file, or begin a new run");
        }
        return epochs.get(position.bestEpoch() - 1).validation().loss();
    }

    /** What one training works with. */
    private record Run(Samples training, Samples validation, TrainingSteps steps, Adam adam, Path best, Path last, CsvLog csv,
            EventLog events, Progress progress) {}

    private void goOn(Run run, Position from) throws IOException {
        Predictor predictor = new Predictor(engine, network, parameters, settings.batch());
        Position position = from;
        while (position.epochs() < settings.epochs()) {
            long start = System.nanoTime();
            int epoch = position.epochs() + 1;
            double rate = settings.adam().rateAfter(run.adam().updates() - position.batches());
            position = batches(run, position);
            boolean whole = position.batches() == batches(run.training());
            Optional<Score> validated = whole ? predictor.score(run.validation(), settings.loss(), stopping) : Optional.empty();
            if (validated.isEmpty()) {
                save(run, position);
                run.progress().stopped(position.batches());
                throw new TrainingStoppedException(run.last().getParent());
            }
            Score score = validated.get();
            if (!Double.isFinite(score.loss())) {
                throw lost(run, position, "validation loss is " + score.loss(), run.validation(), ordered(run.validation()));
            }
            double loss = position.lossSum() / run.training().count();
            position = position.afterEpoch(score.loss());
            if (position.bestEpoch() == epoch) {
                Checkpoint.saveWeights(run.best(), network, parameters, position.metadata(about));
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            run.csv().append(epoch, loss, score.loss(), score.accuracy(), score.dice(), score.meanSquaredError(), rate, seconds);
            run.events().append(epoch, curves(loss, score, rate));
            save(run, position);
            run.progress().epochDone(figures(loss, score));
        }
    }

    private void save(Run run, Position position) throws IOException {
        Checkpoint.saveTraining(run.last(), network, parameters, run.adam(), position.metadata(about));
    }

    private int batches(Samples samples) {
        return Math.ceilDiv(samples.count(), settings.batch());
    }

    /** The rest of an epoch, or as much of it as is allowed. */
    private Position batches(Run run, Position from) throws IOException {
        Samples samples = run.training();
        int[] order = RandomStream.of(settings.seed(), "order", from.epochs() + 1).permutation(samples.count());
        run.progress().epoch(from.epochs() + 1, batches(samples), from.batches(), batches(run.validation()));
        Position position = from;
        int[] chosen = batch(order, position.batches());
        if (chosen.length > 0) {
            run.steps().feed(samples, chosen);
        }
        while (position.batches() < batches(samples) && !stopping.getAsBoolean()) {
            run.steps().run();
            int[] next = batch(order, position.batches() + 1);
            if (next.length > 0) { // brought while the device computes
                run.steps().feed(samples, next);
            }
            double loss = run.steps().loss();
            if (!Double.isFinite(loss)) {
                throw lost(run, position, "loss is " + loss, samples, chosen);
            }
            position = position.afterBatch(loss * chosen.length);
            run.progress().batch(position.batches(),
                    position.lossSum() / Math.min(position.batches() * settings.batch(), order.length));
            chosen = next;
        }
        return position;
    }

    /** The samples of a batch; none behind the epoch's end. */
    private int[] batch(int[] order, int index) {
        int begin = Math.min(index * settings.batch(), order.length);
        return Arrays.copyOfRange(order, begin, Math.min(begin + settings.batch(), order.length));
    }

    private Tensor loss(Step step, Samples samples, int[] chosen) {
        Shape shape = new Shape(chosen.length, samples.height(), samples.width(), 1);
        Tensor image = step.input("image", shape, samples.inputs().get(chosen));
        Tensor target = step.input("target", shape, samples.targets().get(chosen));
        return settings.loss().of(network.logits(parameters, image), target);
    }

    private IOException lost(Run run, Position position, String what, Samples samples, int[] chosen) {
        boolean good = position.epochs() > 0;
        return new IOException(String.format(Locale.ROOT,
                "%s%s in step %d (epoch %d, batch %d of %d): %s; lower the learning rate. %s",
                run.progress().label() + "the ", what, run.adam().updates(), position.epochs() + 1,
                Math.min(position.batches() + 1, batches(run.training())), batches(run.training()), culprit(samples, chosen),
                good ? "The last good checkpoint is " + run.last() + ", the best weights are in " + run.best()
                        : "There is no good checkpoint yet"));
    }

    /** Where numbers stopped being finite: the same samples again, and every op watched. */
    private String culprit(Samples samples, int[] chosen) {
        for (int from = 0; from < chosen.length; from += settings.batch()) {
            int[] batch = Arrays.copyOfRange(chosen, from, Math.min(from + settings.batch(), chosen.length));
            try (Step step = engine.watchedStep()) {
                loss(step, samples, batch);
            } catch (NotFiniteException found) {
                return found.getMessage();
            }
        }
        return "not so when computed again, which points to the machine";
    }

    private static int[] ordered(Samples samples) {
        return IntStream.range(0, samples.count()).toArray();
    }

    /** What has a value, for TensorBoard. */
    private static SequencedMap<String, Double> curves(double loss, Score score, double rate) {
        SequencedMap<String, Double> curves = new LinkedHashMap<>();
        curves.put("loss", loss);
        curves.put("val_loss", score.loss());
        curves.put("val_accuracy", score.accuracy());
        curves.put("val_dice", score.dice());
        curves.put("val_psnr", score.psnr());
        curves.put("learning_rate", rate);
        curves.values().removeIf(value -> !Double.isFinite(value));
        return curves;
    }

    private static SequencedMap<String, Double> figures(double loss, Score score) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        figures.put("loss", loss);
        figures.put("val_loss", score.loss());
        if (Double.isNaN(score.dice())) {
            figures.put("val_psnr", score.psnr());
        } else {
            figures.put("val_dice", score.dice());
        }
        return figures;
    }

    /** The epochs of a log, up to a row that was cut short. */
    public static List<Epoch> epochs(Path log) throws IOException {
        List<Epoch> epochs = new ArrayList<>();
        for (double[] row : CsvLog.rows(log, COLUMNS)) {
            epochs.add(new Epoch((int) row[0], row[1], new Score(row[2], row[3], row[4], row[5]), row[6], row[7]));
        }
        return epochs;
    }

    /** The epoch of the lowest validation loss, counted from 1. */
    public static int bestEpoch(List<Epoch> epochs) {
        return epochs.stream()
                .min(Comparator.comparingDouble(epoch -> epoch.validation().loss())).orElseThrow().epoch();
    }
}
