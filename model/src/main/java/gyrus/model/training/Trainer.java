package gyrus.model.training;

import gyrus.engine.Adam;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.RandomStream;
import gyrus.engine.Shape;
import gyrus.engine.Step;
import gyrus.engine.Tensor;
import gyrus.model.DenseUNet;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The training loop: epochs over shuffled samples, validation after each, a row in {@code log.csv}, curves for TensorBoard, and
 * two checkpoints, {@code best.safetensors} (the lowest validation loss) and {@code last.safetensors} (with all that is needed to
 * resume).
 *
 * <p>Everything random is a function of the seed and the epoch's number, so a resumed run is bit for bit the run that was
 * never stopped.
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
    private static final String EPOCH = "epoch";
    private static final String BEST_EPOCH = "best_epoch";
    private static final String BEST_LOSS = "best_loss";

    private final Engine engine;
    private final DenseUNet network;
    private final Parameters parameters;
    private final Settings settings;
    private final Map<String, String> about;

    /** @param about what the weights are for, to go into the checkpoints' metadata */
    public Trainer(Engine engine, DenseUNet network, Parameters parameters, Settings settings, Map<String, String> about) {
        this.engine = engine;
        this.network = network;
        this.parameters = parameters;
        this.settings = settings;
        this.about = Map.copyOf(about);
    }

    /**
     * Trains the parameters, from where they are or, when {@code folder} holds a {@code last.safetensors}, from there. At the
     * end the parameters hold the best epoch's weights.
     *
     * @param folder gets the log and the checkpoints
     * @param label what the progress line calls this training
     * @return all epochs, also those of the run that was resumed
     */
    public List<Epoch> train(Samples training, Samples validation, Path folder, String label) throws IOException {
        Files.createDirectories(folder);
        Path last = folder.resolve("last.safetensors");
        Path best = folder.resolve("best.safetensors");
        Path log = folder.resolve("log.csv");
        Adam adam = new Adam(parameters, settings.adam());
        try {
            int done = 0;
            int bestEpoch = 0;
            double bestLoss = Double.POSITIVE_INFINITY;
            if (Files.exists(last)) {
                Map<String, String> metadata = Checkpoint.loadTraining(last, network, parameters, adam);
                done = Integer.parseInt(metadata.get(EPOCH));
                bestEpoch = Integer.parseInt(metadata.get(BEST_EPOCH));
                bestLoss = Double.parseDouble(metadata.get(BEST_LOSS));
            } else {
                Files.deleteIfExists(log); // of a run that ended within its first epoch
            }
            if (done >= settings.epochs()) {
                Checkpoint.loadWeights(best, network, parameters);
                return epochs(log);
            }
            Progress progress = Progress.onStandardError(label, settings.epochs());
            Predictor predictor = new Predictor(engine, network, parameters, settings.batch());
            try (CsvLog csv = done > 0 ? CsvLog.resume(log, COLUMNS, done) : CsvLog.create(log, COLUMNS);
                    EventLog events = EventLog.create(folder, InstantSource.system(), done + 1)) {
                for (int epoch = done + 1; epoch <= settings.epochs(); epoch++) {
                    long start = System.nanoTime();
                    double rate = adam.learningRate();
                    double loss = epoch(training, adam, epoch, progress);
                    Score score = predictor.score(validation, settings.loss());
                    double seconds = (System.nanoTime() - start) * 1e-9;
                    requireFinite(label, epoch, loss, score.loss(), best);
                    if (score.loss() < bestLoss) {
                        bestLoss = score.loss();
                        bestEpoch = epoch;
                        Checkpoint.saveWeights(best, network, parameters, state(epoch, bestEpoch, bestLoss));
                    }
                    csv.append(epoch, loss, score.loss(), score.accuracy(), score.dice(), score.meanSquaredError(), rate, seconds);
                    events.append(epoch, curves(loss, score, rate));
                    Checkpoint.saveTraining(last, network, parameters, adam, state(epoch, bestEpoch, bestLoss));
                    progress.epochDone(figures(loss, score));
                }
            }
            Checkpoint.loadWeights(best, network, parameters);
            return epochs(log);
        } finally {
            adam.release();
        }
    }

    private double epoch(Samples samples, Adam adam, int epoch, Progress progress) {
        int[] order = RandomStream.of(settings.seed(), "order", epoch).permutation(samples.count());
        int batches = Math.ceilDiv(order.length, settings.batch());
        progress.epoch(epoch, batches);
        double sum = 0;
        for (int i = 0; i < batches; i++) {
            int[] chosen = Arrays.copyOfRange(order, i * settings.batch(), Math.min((i + 1) * settings.batch(), order.length));
            sum += step(samples, adam, chosen) * chosen.length;
            progress.batch(i + 1, sum / Math.min((i + 1) * settings.batch(), order.length));
        }
        return sum / order.length;
    }

    private double step(Samples samples, Adam adam, int[] chosen) {
        Shape shape = new Shape(chosen.length, samples.height(), samples.width(), 1);
        try (Step step = engine.trainingStep()) {
            Tensor image = step.input("image", shape, Predictor.gather(samples.inputs(), chosen));
            Tensor target = step.input("target", shape, Predictor.gather(samples.targets(), chosen));
            Tensor loss = settings.loss().of(network.logits(parameters, image), target);
            step.backward(loss);
            adam.update();
            return loss.scalar();
        }
    }

    private static void requireFinite(String label, int epoch, double loss, double validationLoss, Path best) throws IOException {
        if (!Double.isFinite(loss) || !Double.isFinite(validationLoss)) {
            throw new IOException(label + ": the loss is no longer a finite number in epoch " + epoch + " (training " + loss
                    + ", validation " + validationLoss + "); lower the learning rate. The last good weights are in " + best);
        }
    }

    private Map<String, String> state(int epoch, int bestEpoch, double bestLoss) {
        Map<String, String> state = new TreeMap<>(about); // in an order of its own: equal runs leave equal files
        state.put(EPOCH, Integer.toString(epoch));
        state.put(BEST_EPOCH, Integer.toString(bestEpoch));
        state.put(BEST_LOSS, Double.toString(bestLoss));
        return state;
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

    /** The epochs of a log. */
    public static List<Epoch> epochs(Path log) throws IOException {
        List<Epoch> epochs = new ArrayList<>();
        for (String line : Files.readAllLines(log).stream().skip(1).toList()) {
            double[] row = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
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
