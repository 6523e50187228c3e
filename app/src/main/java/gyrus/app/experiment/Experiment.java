package gyrus.app.experiment;

import gyrus.app.experiment.Learner.Training;
import gyrus.app.measures.Overlap;
import gyrus.app.run.RunIdentity;
import gyrus.app.volume.Volume;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.DenseUNet;
import gyrus.model.training.Progress;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The experiment: a network is taught to remove noise from slices of few heads and of more, its weights start a segmentation
 * network, and that is compared with the same network started from random weights, on a head that none has seen.
 */
public final class Experiment {

    /**
     * What came out.
     *
     * @param trainingExample the slices of a training scan
     * @param arms in the paper's order: the large training set first, pre-trained before not
     */
    record Outcome(TestScan test, Slices trainingExample, List<Denoiser> denoisers, List<Arm> arms) {}

    private final EngineThreads engines;
    private final Learner.Company company;
    private final Config config;
    private final RunIdentity identity;
    private final TrainingData data;
    private final TestScan test;
    private final Path folder;
    private final Consumer<String> log;

    /** @param engines on which networks are trained, as many at a time as there are */
    Experiment(EngineThreads engines, RunIdentity identity, TrainingData data, TestScan test, Path folder, Consumer<String> log) {
        this.engines = engines;
        this.company = engines.count() == 1 ? Learner.Company.NONE
                : new Learner.Company(Progress::linesOnStandardError, engines::hasFailed);
        this.config = data.config();
        this.identity = identity;
        this.data = data;
        this.test = test;
        this.folder = folder;
        this.log = log;
    }

    /** Runs all of it, or what is left of it. */
    Outcome run() throws IOException {
        List<CompletableFuture<Denoiser>> denoisers = new ArrayList<>();
        List<CompletableFuture<Arm>> arms = new ArrayList<>();
        int place = 0; // the paper's order, in which what takes longest comes first, too
        for (TrainingSet set : data.sets()) {
            CompletableFuture<Denoiser> denoiser = engines.submit(place, engine -> denoise(engine, set));
            int next = place + 1;
            denoisers.add(denoiser);
            arms.add(denoiser.thenCompose(done -> engines.submit(next, engine -> segment(engine, set, true))));
            arms.add(engines.submit(place + 2, engine -> segment(engine, set, false)));
            place += 3;
        }
        engines.await(arms);
        return new Outcome(test, data.heads().getFirst(), denoisers.stream().map(CompletableFuture::join).toList(),
                arms.stream().map(CompletableFuture::join).toList());
    }

    private Denoiser denoise(Engine engine, TrainingSet set) throws IOException {
        Learner learner = new Learner(engine, config, identity, company);
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        try {
            network.initialize(parameters, config.seed());
            List<Trainer.Epoch> epochs = learner.denoise(set, parameters,
                    new Training(denoiser(set), folder.resolve(denoiser(set)), "denoise " + set.scans()));
            return new Denoiser(set.scans(), epochs, learner.outputs(parameters, test.slices().noisy()));
        } finally {
            parameters.release();
        }
    }

    private static String denoiser(TrainingSet set) {
        return "denoise-" + set.scans();
    }

    private Arm segment(Engine engine, TrainingSet set, boolean pretrained) throws IOException {
        Learner learner = new Learner(engine, config, identity, company);
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
            Volume prediction = learner.mask(parameters, test.slices(), test.window());
            Overlap overlap = Overlap.of(truth.voxels(), prediction.voxels(), 0.5);
            log.accept(String.format(Locale.ROOT, "%s: test Dice %.4f, accuracy %.4f", name, overlap.dice(), overlap.accuracy()));
            return new Arm(name, pretrained, set.scans(), epochs, prediction, overlap);
        } finally {
            parameters.release();
        }
    }
}
