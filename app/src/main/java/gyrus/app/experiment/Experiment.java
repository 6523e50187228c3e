package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.measures.Overlap;
import gyrus.app.volume.GlobalThreshold;
import gyrus.app.volume.Normalisation;
import gyrus.app.volume.Volume;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.DenseUNet;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.training.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The experiment: a network is taught to remove noise from slices of few heads and of more, its weights start a segmentation
 * network, and that is compared with the same network started from random weights, on a head that none has seen.
 */
public final class Experiment {

    /**
     * What came out.
     *
     * @param arms in the paper's order: the large training set first, pre-trained before not
     * @param exampleSlice the test slice with the most brain
     */
    record Outcome(Volumes test, Slices testSlices, Slices trainingExample, int exampleSlice, GlobalThreshold.Band threshold,
            List<Denoiser> denoisers, List<Arm> arms) {}

    private final Engine engine;
    private final Learner learner;
    private final Config config;
    private final Split split;
    private final Path folder;
    private final Consumer<String> log;

    Experiment(Engine engine, Config config, Split split, Path folder, Consumer<String> log) {
        this.engine = engine;
        this.learner = new Learner(engine, config);
        this.config = config;
        this.split = split;
        this.folder = folder;
        this.log = log;
    }

    /** Runs all of it, or what is left of it. */
    Outcome run() throws IOException {
        List<Slices> training = new ArrayList<>();
        for (Head head : split.large()) {
            training.add(Slices.of(head, config, training.stream().findFirst().map(Slices::grid), config.sliceStep()));
            log.accept("read " + head.id() + ": " + training.getLast().clean().length + " slices to train on");
        }
        TrainingSet large = new TrainingSet(split.large().size(), training, config);
        TrainingSet small = new TrainingSet(split.small().size(), training.subList(0, split.small().size()), config);

        Volumes test = split.test().read();
        Volume normalised = Normalisation.normalised(test.image(), split.test().id());
        Slices testSlices = Slices.of(normalised, test.mask(), split.test().id(), config, training.getFirst().grid(), 1);
        log.accept("read " + split.test().id() + ": the test scan, " + testSlices.clean().length + " slices");
        GlobalThreshold threshold = new GlobalThreshold();
        threshold.add(normalised, test.mask());

        int example = fullest(testSlices.masks());
        List<Denoiser> denoisers = new ArrayList<>();
        List<Arm> arms = new ArrayList<>();
        for (TrainingSet set : small.scans() == large.scans() ? List.of(large) : List.of(large, small)) {
            denoisers.add(denoise(set, testSlices.noisy()));
            arms.add(segment(set, true, test.mask(), testSlices));
            arms.add(segment(set, false, test.mask(), testSlices));
        }
        return new Outcome(test, testSlices, training.getFirst(), example, threshold.threshold(), denoisers, arms);
    }

    private static int fullest(float[][] masks) {
        int fullest = 0;
        double most = -1;
        for (int i = 0; i < masks.length; i++) {
            double brain = 0;
            for (float value : masks[i]) {
                brain += value;
            }
            if (brain > most) {
                most = brain;
                fullest = i;
            }
        }
        return fullest;
    }

    private Denoiser denoise(TrainingSet set, float[][] noisy) throws IOException {
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        try {
            network.initialize(parameters, config.seed());
            List<Trainer.Epoch> epochs = learner.denoise(set, parameters, denoiser(set), "denoise " + set.scans());
            return new Denoiser(set.scans(), epochs, learner.outputs(parameters, noisy));
        } finally {
            parameters.release();
        }
    }

    private Path denoiser(TrainingSet set) {
        return folder.resolve("denoise-" + set.scans());
    }

    private Arm segment(TrainingSet set, boolean pretrained, Volume truth, Slices test) throws IOException {
        String name = (pretrained ? "Pre-trained " : "Not pre-trained ") + set.scans();
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        try {
            if (pretrained) {
                Checkpoint.loadWeights(denoiser(set).resolve("best.safetensors"), network, parameters);
            } else {
                network.initialize(parameters, config.seed());
            }
            List<Trainer.Epoch> epochs = learner.segment(set, pretrained, parameters,
                    folder.resolve(name.toLowerCase().replace(' ', '-')), name.toLowerCase());
            Volume prediction = learner.mask(parameters, test, truth);
            Overlap overlap = Overlap.of(truth.voxels(), prediction.voxels(), 0.5);
            log.accept("%s: test Dice %.4f, accuracy %.4f".formatted(name, overlap.dice(), overlap.accuracy()));
            return new Arm(name, pretrained, set.scans(), epochs, prediction, overlap);
        } finally {
            parameters.release();
        }
    }
}
