package gyrus.app.experiment;

import gyrus.app.network.Task;
import gyrus.app.network.TrainedFor;
import gyrus.app.run.Shutdown;
import gyrus.app.volume.Volume;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.Loss;
import gyrus.model.training.Predictor;
import gyrus.model.training.Progress;
import gyrus.model.training.Samples;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Trains the networks of a configuration and lets them segment a scan. */
public final class Learner {

    /** Images in one pass when nothing has to be kept for a backward pass. */
    private static final int INFERENCE_BATCH = 8;

    private final Engine engine;
    private final Config config;
    private final Company company;

    /** What a training is to know of others at the same time: how to tell of itself, and when to end for their sake. */
    record Company(BiFunction<String, Integer, Progress> progress, BooleanSupplier ending) {

        static final Company NONE = new Company(Progress::onStandardError, () -> false);
    }

    /** For trainings one after the other. */
    public Learner(Engine engine, Config config) {
        this(engine, config, Company.NONE);
    }

    Learner(Engine engine, Config config, Company company) {
        this.engine = engine;
        this.config = config;
        this.company = company;
    }

    /** Teaches the network to remove noise; the parameters end as the best epoch's. */
    public List<Trainer.Epoch> denoise(TrainingSet set, Parameters parameters, Path into, String label) throws IOException {
        return train(set, Task.DENOISING, parameters, set.denoising(), set.denoisingValidation(), config.denoiseEpochs(),
                config.denoiseRate(), config.denoiseLoss(), into, label);
    }

    /** Teaches the network to find the brain; the parameters end as the best epoch's. */
    public List<Trainer.Epoch> segment(TrainingSet set, boolean pretrained, Parameters parameters, Path into, String label)
            throws IOException {
        return train(set, Task.SEGMENTATION, parameters, set.segmentation(), set.segmentationValidation(), config.epochs(),
                pretrained ? config.pretrainedRate() : config.rate(), config.loss(), into, label);
    }

    private List<Trainer.Epoch> train(TrainingSet set, Task task, Parameters parameters, Samples training, Samples validation,
            int epochs, double rate, Loss loss, Path into, String label) throws IOException {
        Trainer.Settings settings = new Trainer.Settings(epochs, config.batch(), config.adam(rate), loss, config.seed());
        TrainedFor use = new TrainedFor(task, set.heads().getFirst().grid());
        try (Shutdown shutdown = Shutdown.awaited()) {
            BooleanSupplier stopping = () -> shutdown.requested() || company.ending().getAsBoolean();
            return new Trainer(engine, config.network(), parameters, settings, use.metadata(), stopping)
                    .train(training, validation, into, company.progress().apply(label, epochs));
        }
    }

    /** What the network answers to slices. */
    float[][] outputs(Parameters parameters, float[][] slices) {
        return new Predictor(engine, config.network(), parameters, INFERENCE_BATCH)
                .probabilities(config.size(), config.size(), slices);
    }

    /** What the network takes for brain, 0 or 1, on the scan's own grid. */
    public Volume mask(Parameters parameters, Slices scan, Volume grid) {
        Volume mask = scan.grid().restore(outputs(parameters, scan.clean()), grid);
        for (int i = 0; i < mask.voxels().length; i++) {
            mask.voxels()[i] = mask.voxels()[i] > 0.5f ? 1 : 0;
        }
        return mask;
    }
}
