package gyrus.app.experiment;

import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.app.network.Task;
import gyrus.app.network.TrainedFor;
import gyrus.app.run.RunIdentity;
import gyrus.app.run.Shutdown;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.op.Shape;
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.training.Column;
import gyrus.model.training.EpochSamples;
import gyrus.model.training.Images;
import gyrus.model.training.Predictor;
import gyrus.model.training.Progress;
import gyrus.model.training.Samples;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Trains the networks of a configuration and lets them segment a scan. */
public final class Learner {

    /** The number of images in one forward pass. */
    private static final int INFERENCE_BATCH = 8;

    private final Engine engine;
    private final Config config;
    private final RunIdentity identity;
    private final Callbacks callbacks;

    /** The callbacks of a training that runs beside others: the report of progress, and the check whether it has to end. */
    record Callbacks(BiFunction<String, Integer, Progress> progress, BooleanSupplier ending) {

        static final Callbacks NONE = new Callbacks(Progress::onStandardError, () -> false);
    }

    /**
     * A training of a run.
     *
     * @param name tells it from the run's other trainings, for its checkpoints
     * @param folder gets the log and the checkpoints
     * @param label for people
     */
    public record Training(String name, Path folder, String label) {}

    /** Creates a learner for trainings that run one after the other, in an identified run. */
    public Learner(Engine engine, Config config, RunIdentity identity) {
        this(engine, config, identity, Callbacks.NONE);
    }

    Learner(Engine engine, Config config, RunIdentity identity, Callbacks callbacks) {
        this.engine = engine;
        this.config = config;
        this.identity = identity;
        this.callbacks = callbacks;
    }

    /** Trains the network to remove noise. At the end, the parameters are those of the best epoch. */
    public List<Trainer.Epoch> denoise(TrainingSet set, Parameters parameters, Training training) throws IOException {
        return train(set, Task.DENOISING, parameters, set.denoising(config),
                set.denoisingValidation(config), config.denoiseEpochs(),
                config.denoiseRate(), config.denoiseLoss(), Trainer.WarmUp.NONE, training);
    }

    /** Loads those weights of a {@link #denoise} of this name that the configuration takes over, and draws the others anew. */
    public void loadDenoiser(Path file, String name, TrainingSet set, Parameters parameters) throws IOException {
        config.network().initialize(parameters, config.seed());
        Checkpoint.requireSame(file, Checkpoint.loadWeights(file, config.network(), parameters, config.transfer()::takes),
                about(set, Task.DENOISING, name));
    }

    /** Trains the network to segment the brain. At the end, the parameters are those of the best epoch. */
    public List<Trainer.Epoch> segment(TrainingSet set, Parameters parameters, Training training) throws IOException {
        return train(set, Task.SEGMENTATION, parameters,
                set.segmentation(config), set.segmentationValidation(config), set.segmentationEpochs(config),
                config.pretrains() ? config.pretrainedRate() : config.rate(), config.loss(),
                new Trainer.WarmUp(config.pretrains() ? config.warmup() : 0, config.transfer()::takes), training);
    }

    private List<Trainer.Epoch> train(TrainingSet set, Task task, Parameters parameters, EpochSamples training, Samples validation,
            int epochs, double rate, Loss loss, Trainer.WarmUp warmUp, Training into) throws IOException {
        int batches = Math.ceilDiv(training.of(1).count(), config.batch());
        Trainer.Settings settings = new Trainer.Settings(
                epochs, config.batch(), config.adam(rate, epochs, batches), loss, config.seed(),
                0, Double.POSITIVE_INFINITY, warmUp);
        try (Shutdown shutdown = Shutdown.awaited()) {
            BooleanSupplier stopping = () -> shutdown.requested() || callbacks.ending().getAsBoolean();
            return new Trainer(engine, config.network(), parameters, settings, about(set, task, into.name()), stopping)
                    .train(training, validation, Optional.empty(), into.folder(),
                            callbacks.progress().apply(into.label(), epochs));
        }
    }

    /** Returns the metadata of a training's checkpoints. */
    private Map<String, String> about(TrainingSet set, Task task, String name) {
        Map<String, String> about = new LinkedHashMap<>(new TrainedFor(task, set.training().grid()).metadata());
        about.putAll(identity.metadata(name));
        return about;
    }

    /**
     * Returns the outputs of the network for slices.
     *
     * @param arena the memory of the outputs
     */
    Images outputs(Parameters parameters, Column slices, Arena arena) {
        Shape shape = slices.shape(1);
        return outputs(parameters, shape.extent(1), shape.extent(2), slices.count(), slices::get, arena);
    }

    private Images outputs(Parameters parameters, int height, int width, int count, IntFunction<float[]> slices, Arena arena) {
        Predictor predictor = new Predictor(engine, config.network(), parameters, INFERENCE_BATCH);
        Images.Store answers = new Images.Store(arena, height, width);
        for (int from = 0; from < count; from += INFERENCE_BATCH) {
            float[][] batch = IntStream.range(from, Math.min(from + INFERENCE_BATCH, count))
                    .mapToObj(slices).toArray(float[][]::new);
            for (float[] answer : predictor.probabilities(height, width, batch)) {
                answers.add(answer);
            }
        }
        return answers.images();
    }

    /** Returns the mask that the network predicts, 0 or 1, on the scan's own grid. */
    public Volume mask(Parameters parameters, NetworkInput scan) {
        Window window = scan.window();
        try (Arena arena = Arena.ofConfined()) {
            Volume mask = window.restore(outputs(parameters, window.height(), window.width(), window.count(),
                    i -> window.cut(scan.normalised(), i), arena)::get);
            for (int i = 0; i < mask.voxels().length; i++) {
                mask.voxels()[i] = mask.voxels()[i] > 0.5f ? 1 : 0;
            }
            return mask;
        }
    }
}
