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
import gyrus.model.Loss;
import gyrus.model.checkpoint.Checkpoint;
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
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Trains the networks of a configuration and lets them segment a scan. */
public final class Learner {

    /** Images in one pass when nothing has to be kept for a backward pass. */
    private static final int INFERENCE_BATCH = 8;

    private final Engine engine;
    private final Config config;
    private final RunIdentity identity;
    private final Company company;

    /** The callbacks of a training that runs beside others: how it reports progress, and whether it has to end. */
    record Company(BiFunction<String, Integer, Progress> progress, BooleanSupplier ending) {

        static final Company NONE = new Company(Progress::onStandardError, () -> false);
    }

    /**
     * A training of a run.
     *
     * @param name tells it from the run's other trainings, for its checkpoints
     * @param folder gets the log and the checkpoints
     * @param label for people
     */
    public record Training(String name, Path folder, String label) {}

    /** For trainings one after the other, of the run that is identified. */
    public Learner(Engine engine, Config config, RunIdentity identity) {
        this(engine, config, identity, Company.NONE);
    }

    Learner(Engine engine, Config config, RunIdentity identity, Company company) {
        this.engine = engine;
        this.config = config;
        this.identity = identity;
        this.company = company;
    }

    /** Teaches the network to remove noise; the parameters end as the best epoch's. */
    public List<Trainer.Epoch> denoise(TrainingSet set, Parameters parameters, Training training) throws IOException {
        return train(set, Task.DENOISING, parameters, set.denoising(), set.denoisingValidation(), config.denoiseEpochs(),
                config.denoiseRate(), config.denoiseLoss(), training);
    }

    /** Loads what {@link #denoise} left in a file, of a training of this name. */
    public void loadDenoiser(Path file, String name, TrainingSet set, Parameters parameters) throws IOException {
        Checkpoint.requireSame(file, Checkpoint.loadWeights(file, config.network(), parameters), about(set, Task.DENOISING, name));
    }

    /** Teaches the network to find the brain; the parameters end as the best epoch's. */
    public List<Trainer.Epoch> segment(TrainingSet set, boolean pretrained, Parameters parameters, Training training)
            throws IOException {
        return train(set, Task.SEGMENTATION, parameters, set.segmentation(), set.segmentationValidation(), config.epochs(),
                pretrained ? config.pretrainedRate() : config.rate(), config.loss(), training);
    }

    private List<Trainer.Epoch> train(TrainingSet set, Task task, Parameters parameters, Samples training, Samples validation,
            int epochs, double rate, Loss loss, Training into) throws IOException {
        Trainer.Settings settings = new Trainer.Settings(epochs, config.batch(), config.adam(rate), loss, config.seed());
        try (Shutdown shutdown = Shutdown.awaited()) {
            BooleanSupplier stopping = () -> shutdown.requested() || company.ending().getAsBoolean();
            return new Trainer(engine, config.network(), parameters, settings, about(set, task, into.name()), stopping)
                    .train(training, validation, into.folder(), company.progress().apply(into.label(), epochs));
        }
    }

    /** Returns the metadata of a training's checkpoints. */
    private Map<String, String> about(TrainingSet set, Task task, String name) {
        Map<String, String> about = new LinkedHashMap<>(new TrainedFor(task, set.training().grid()).metadata());
        about.putAll(identity.metadata(name));
        return about;
    }

    /**
     * What the network answers to slices.
     *
     * @param arena holds the answers
     */
    Images outputs(Parameters parameters, Images slices, Arena arena) {
        return outputs(parameters, slices.height(), slices.width(), slices.count(), slices::get, arena);
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
