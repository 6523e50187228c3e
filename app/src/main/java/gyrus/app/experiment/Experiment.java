package gyrus.app.experiment;

import gyrus.app.experiment.Learner.Training;
import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.run.RunIdentity;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.DenseUNet;
import gyrus.model.training.Progress;
import gyrus.model.training.TimeLeft;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The experiment. A network learns to remove noise from slices of a small and of a large set of scans, and its weights initialize
 * a segmentation network. That network is compared with an equal one with random initial weights, on a scan that none has seen.
 */
public final class Experiment {

    /**
     * The result of an experiment.
     *
     * @param trainingExample the slices of a training scan
     * @param arms in the paper's order: the large training set first, pre-trained before not
     */
    public record Outcome(TestScan test, Slices trainingExample, List<Denoiser> denoisers, List<Arm> arms) {}

    private final EngineThreads engines;
    private final TimeLeft left = new TimeLeft(InstantSource.system());
    private final Config config;
    private final RunIdentity identity;
    private final TrainingData data;
    private final List<TrainingSet> sets;
    private final TestScan test;
    private final Arena arena;
    private final Path folder;
    private final Consumer<String> log;

    /**
     * @param engines the engines that networks are trained on, one network on each at a time
     * @param arena holds the denoised slices of the test scan; threads share it
     */
    public Experiment(EngineThreads engines, RunIdentity identity, TrainingData data, TestScan test, Arena arena, Path folder,
            Consumer<String> log) {
        this.engines = engines;
        this.config = data.config();
        this.identity = identity;
        this.data = data;
        this.sets = data.sets();
        this.test = test;
        this.arena = arena;
        this.folder = folder;
        this.log = log;
    }

    /** Runs the experiment, or the part of it that an earlier start has not finished. */
    public Outcome run() throws IOException {
        List<CompletableFuture<Denoiser>> denoisers = new ArrayList<>();
        List<CompletableFuture<Arm>> arms = new ArrayList<>();
        left.expect(Forecast.steps(data));
        int place = 0; // the paper's order, in which the longest trainings come first
        for (TrainingSet set : sets) {
            int first = place + 1; // as people count
            CompletableFuture<Denoiser> denoiser = engines.submit(place, engine -> denoise(engine, first, set));
            denoisers.add(denoiser);
            arms.add(denoiser.thenCompose(done -> engines.submit(first, engine -> segment(engine, first + 1, set, true))));
            arms.add(engines.submit(first + 1, engine -> segment(engine, first + 2, set, false)));
            place += 3;
        }
        engines.await(arms);
        return new Outcome(test, data.heads().getFirst(), denoisers.stream().map(CompletableFuture::join).toList(),
                arms.stream().map(CompletableFuture::join).toList());
    }

    /** One of the networks, the first of which is 1. */
    private Learner learner(Engine engine, int number) {
        String place = "network " + number + " of " + 3 * sets.size();
        return new Learner(engine, config, identity, engines.count() == 1
                ? new Learner.Callbacks((label, epochs) -> Progress.onStandardError(place, label, epochs, left), () -> false)
                : new Learner.Callbacks((label, epochs) -> Progress.linesOnStandardError(place, label, epochs, left),
                        engines::hasFailed));
    }

    private Denoiser denoise(Engine engine, int number, TrainingSet set) throws IOException {
        Learner learner = learner(engine, number);
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        try {
            network.initialize(parameters, config.seed());
            List<Trainer.Epoch> epochs = learner.denoise(set, parameters,
                    new Training(denoiser(set), folder.resolve(denoiser(set)), "denoise " + set.scans()));
            return new Denoiser(set.scans(), epochs, learner.outputs(parameters, test.slices().noisy(), arena));
        } finally {
            parameters.release();
        }
    }

    private static String denoiser(TrainingSet set) {
        return "denoise-" + set.scans();
    }

    private Arm segment(Engine engine, int number, TrainingSet set, boolean pretrained) throws IOException {
        Learner learner = learner(engine, number);
        String name = (pretrained ? "Pre-trained " : "Not pre-trained ") + set.scans();
        String label = name.toLowerCase(Locale.ROOT);
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        try {
            if (pretrained) {
                learner.loadDenoiser(
                        folder.resolve(denoiser(set)).resolve("best.safetensors"), denoiser(set), set, parameters);
            } else {
                network.initialize(parameters, config.seed());
            }
            String training = label.replace(' ', '-');
            List<Trainer.Epoch> epochs = learner.segment(
                    set, pretrained, parameters, new Training(training, folder.resolve(training), label));
            Volume truth = test.volumes().mask();
            Volume prediction = learner.mask(parameters, test.input());
            Overlap overlap = Overlap.of(truth.voxels(), prediction.voxels(), 0.5);
            log.accept(String.format(Locale.ROOT, "%s: test Dice %.4f, accuracy %.4f", name, overlap.dice(), overlap.accuracy()));
            return new Arm(name, pretrained, set, epochs, prediction, overlap, SurfaceDistances.of(truth, prediction));
        } finally {
            parameters.release();
        }
    }
}
