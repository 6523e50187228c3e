package gyrus.app.experiment;

import gyrus.app.experiment.Learner.Training;
import gyrus.app.imaging.measures.Overlap;
import gyrus.app.imaging.measures.SurfaceDistances;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.run.RunIdentity;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.training.Progress;
import gyrus.model.training.TimeLeft;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The experiment. Networks learn to restore corrupted slices of a small and of a large set of scans, and their weights initialize
 * segmentation networks. These networks are compared with those of other arms, such as networks with random initial weights, on a
 * scan that none has seen.
 */
public final class Experiment {

    /**
     * The result of an experiment.
     *
     * @param trainingExample the slices of a training scan
     * @param arms in the paper's order: the large training set first, in the order of the configuration
     */
    public record Outcome(TestScan test, Slices trainingExample, List<Denoiser> denoisers, List<Arm> arms) {}

    private final EngineThreads engines;
    private final TimeLeft left = new TimeLeft(InstantSource.system());
    private final RunIdentity identity;
    private final TrainingData data;
    private final List<Network> networks;
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
        this.identity = identity;
        this.data = data;
        this.networks = Network.all(data);
        this.test = test;
        this.arena = arena;
        this.folder = folder;
        this.log = log;
    }

    /** Runs the experiment, or the part of it that an earlier start has not finished. */
    public Outcome run() throws IOException {
        left.expect(Forecast.steps(data));
        List<CompletableFuture<Denoiser>> denoisers = new ArrayList<>();
        List<CompletableFuture<Arm>> arms = new ArrayList<>();
        Map<String, CompletableFuture<Denoiser>> begun = new HashMap<>();
        for (Network network : networks) { // in the paper's order, in which the longest trainings come first
            switch (network) {
                case Network.OfDenoising denoising -> {
                    CompletableFuture<Denoiser> denoiser =
                            engines.submit(denoising.number(), engine -> denoise(engine, denoising));
                    denoisers.add(denoiser);
                    begun.put(denoising.name(), denoiser);
                }
                case Network.OfSegmentation segmentation -> arms.add(segmentation.denoiser()
                        .map(name -> begun.get(name).thenCompose(
                                done -> engines.submit(segmentation.number(), engine -> segment(engine, segmentation))))
                        .orElseGet(() -> engines.submit(segmentation.number(), engine -> segment(engine, segmentation))));
            }
        }
        engines.await(arms);
        return new Outcome(test, data.subjects().getFirst(), denoisers.stream().map(CompletableFuture::join).toList(),
                arms.stream().map(CompletableFuture::join).toList());
    }

    /** Creates the learner of one network on an engine. */
    private Learner learner(Engine engine, Network network) {
        String place = "network " + network.number() + " of " + networks.size();
        return new Learner(engine, network.config(), identity, engines.count() == 1
                ? new Learner.Callbacks((label, epochs) -> Progress.onStandardError(place, label, epochs, left), () -> false)
                : new Learner.Callbacks((label, epochs) -> Progress.linesOnStandardError(place, label, epochs, left),
                        engines::hasFailed));
    }

    private Denoiser denoise(Engine engine, Network.OfDenoising network) throws IOException {
        Learner learner = learner(engine, network);
        Parameters parameters = network.config().network().allocate(engine);
        try {
            network.config().network().initialize(parameters, network.config().seed());
            List<Trainer.Epoch> epochs = learner.denoise(network.set(), parameters,
                    new Training(network.name(), folder.resolve(network.name()), network.name().replace('-', ' ')));
            return new Denoiser(network.name(), network.set().scans(), network.settings(),
                    network.set().denoisingSteps(network.config()), epochs,
                    learner.outputs(parameters, test.slices().images().corrupted(network.config().corruptionModel().drawnOnce(), 1),
                            arena));
        } finally {
            parameters.release();
        }
    }

    private Arm segment(Engine engine, Network.OfSegmentation network) throws IOException {
        Learner learner = learner(engine, network);
        Config config = network.config();
        Parameters parameters = config.network().allocate(engine);
        try {
            if (network.denoiser().isPresent()) {
                String name = network.denoiser().get();
                learner.loadDenoiser(folder.resolve(name).resolve("best.safetensors"), name, network.set(), parameters);
            } else {
                config.network().initialize(parameters, config.seed());
            }
            List<Trainer.Epoch> epochs = learner.segment(network.set(), parameters,
                    new Training(network.name(), folder.resolve(network.name()), network.title().toLowerCase(Locale.ROOT)));
            Volume truth = test.volumes().mask();
            Volume prediction = learner.mask(parameters, test.input());
            Overlap overlap = Overlap.of(truth.voxels(), prediction.voxels(), 0.5);
            log.accept(String.format(Locale.ROOT, "%s: test Dice %.4f, accuracy %.4f", network.title(), overlap.dice(),
                    overlap.accuracy()));
            return new Arm(network.title(), network.denoiser(), network.set().scans(), network.set().segmentationSteps(config),
                    epochs,
                    prediction, overlap,
                    SurfaceDistances.of(truth, prediction));
        } finally {
            parameters.release();
        }
    }
}
