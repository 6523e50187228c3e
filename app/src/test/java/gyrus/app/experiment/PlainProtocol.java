package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.engine.optimizer.Adam;
import gyrus.engine.optimizer.Schedule;
import gyrus.model.DenseUNet;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The protocol of experiment, study and train, said plainly: one training at a time, on the scans that a test names. */
public final class PlainProtocol {

    private final Engine engine;
    private final Config config;
    private final List<Subject> subjects;
    private final String validation;
    private final Path folder;

    /**
     * The protocol on some heads.
     *
     * @param validation the scan that all networks are validated on
     * @param folder gets what the plain trainings leave
     */
    public PlainProtocol(Engine engine, Config config, List<Subject> subjects, String validation, Path folder) {
        this.engine = engine;
        this.config = config;
        this.subjects = subjects;
        this.validation = validation;
        this.folder = folder;
    }

    /** A denoiser begins with the seed's random weights and learns clean slices from noisy ones at the rate for denoising. */
    public Path denoiser(String name, String... scans) throws IOException {
        Parameters parameters = config.network().allocate(engine);
        config.network().initialize(parameters, config.seed());
        return trained(parameters, true, config.denoiseEpochs(), config.denoiseRate(), config.denoiseLoss(), name, scans);
    }

    /** A fresh network begins with the seed's random weights, too, and learns masks from clean slices. */
    public Path fresh(String name, String... scans) throws IOException {
        Parameters parameters = config.network().allocate(engine);
        config.network().initialize(parameters, config.seed());
        return trained(parameters, false, config.epochs(), config.rate(), config.loss(), name, scans);
    }

    /** A pre-trained network begins with the best weights of a denoiser of the same scans, and has a rate of its own. */
    public Path pretrained(Path denoiser, String name, String... scans) throws IOException {
        Parameters parameters = config.network().allocate(engine);
        Checkpoint.loadWeights(denoiser.resolve("best.safetensors"), config.network(), parameters);
        return trained(parameters, false, config.epochs(), config.pretrainedRate(), config.loss(), name, scans);
    }

    private Path trained(Parameters parameters, boolean denoising, int epochs, double rate, Loss loss, String name, String... scans)
            throws IOException {
        Adam adam = new Adam(new Schedule.InverseTime(rate, config.decay()), 0.9, 0.999, 1e-8);
        Path into = folder.resolve(name);
        new Trainer(engine, config.network(), parameters,
                new Trainer.Settings(epochs, config.batch(), adam, loss, config.seed()), Map.of(), () -> false)
                .train(samples(denoising, scans), samples(denoising, validation), into, Progress.onStandardError("", epochs));
        parameters.release();
        return into;
    }

    /** Every so-many-th slice of the scans, one scan after the other; the noise is the seed's, the scan's and the slice's own. */
    private Samples samples(boolean denoising, String... scans) throws IOException {
        Arena arena = Arena.ofAuto();
        Images.Store inputs = new Images.Store(arena, config.size(), config.size());
        Images.Store targets = new Images.Store(arena, config.size(), config.size());
        for (String scan : scans) {
            Slices slices = slices(scan, config.sliceStep());
            Noise noise = new Noise(config.noise(), config.noiseAmount(), config.seed());
            for (int i = 0; i < slices.count(); i++) {
                float[] clean = slices.clean().get(i);
                inputs.add(denoising ? noise.over(clean, scan, i * config.sliceStep()) : clean);
                targets.add(denoising ? clean : slices.masks().get(i));
            }
        }
        return new Samples(inputs.images(), targets.images(), denoising ? Samples.Kind.IMAGES : Samples.Kind.MASKS);
    }

    private Slices slices(String scan, int step) throws IOException {
        return Slices.of(subject(scan), config, Optional.empty(), step, Arena.ofAuto(), warning -> {});
    }

    private Subject subject(String scan) {
        return subjects.stream().filter(subject -> subject.id().equals(scan)).findFirst().orElseThrow();
    }

    /** The Dice of a scan over its whole volume: all slices, the best weights, brain where the probability is above one half. */
    public double dice(Path training, String scan) throws IOException {
        return dice(training, scan, 0.5);
    }

    /** The Dice of a scan where brain is what is more probable than a threshold. */
    double dice(Path training, String scan, double threshold) throws IOException {
        DenseUNet network = config.network();
        Parameters parameters = network.allocate(engine);
        Checkpoint.loadWeights(training.resolve("best.safetensors"), network, parameters);
        Volumes volumes = subject(scan).read();
        Volume truth = volumes.mask();
        PixelGrid grid = PixelGrid.of(volumes.image(), config.view(), config.size(), config.shrink());
        NetworkInput input = NetworkInput.of(volumes.image(), scan, grid, Window.Reach.GRID);
        float[] found = input.window().restore(new Predictor(engine, network, parameters, 1)
                .probabilities(config.size(), config.size(), input.slices())).voxels();
        parameters.release();
        long both = 0;
        long either = 0;
        for (int i = 0; i < found.length; i++) {
            both += found[i] > threshold && truth.voxels()[i] == 1 ? 1 : 0;
            either += (found[i] > threshold ? 1 : 0) + (truth.voxels()[i] == 1 ? 1 : 0);
        }
        return 2.0 * both / either;
    }

    /** The best epoch of a training, from 1. */
    public static int bestEpoch(Path training) throws IOException {
        return Trainer.bestEpoch(Trainer.epochs(training.resolve("log.csv")));
    }

    /** A training left the weights and the figures of each epoch that the plain one left, bit for bit. */
    public void assertSameTraining(Path plain, Path folder) throws IOException {
        assertSameWeights(plain.resolve("best.safetensors"), folder.resolve("best.safetensors"));
        assertSameEpochs(plain, folder);
    }

    /** Two trainings had the same losses, validation scores and rates. */
    public static void assertSameEpochs(Path plain, Path folder) throws IOException {
        assertEquals(untimed(plain), untimed(folder), folder + "");
    }

    private static List<Trainer.Epoch> untimed(Path training) throws IOException {
        return Trainer.epochs(training.resolve("log.csv")).stream()
                .map(epoch -> new Trainer.Epoch(epoch.epoch(), epoch.loss(), epoch.validation(), epoch.learningRate(), 0,
                        List.of()))
                .toList();
    }

    /** Two checkpoints hold the same weights, bit for bit. */
    public void assertSameWeights(Path expected, Path actual) throws IOException {
        Map<String, float[]> wanted = weights(expected);
        Map<String, float[]> found = weights(actual);
        assertEquals(wanted.keySet(), found.keySet());
        wanted.forEach((name, values) -> assertArrayEquals(values, found.get(name), name + " of " + actual));
    }

    /** The share of the network's tensors that differ between two checkpoints. */
    double moved(Path one, Path other) throws IOException {
        Map<String, float[]> values = weights(other);
        return weights(one).entrySet().stream()
                .mapToInt(tensor -> Arrays.equals(tensor.getValue(), values.get(tensor.getKey())) ? 0 : 1).average().orElseThrow();
    }

    private Map<String, float[]> weights(Path checkpoint) throws IOException {
        Parameters parameters = config.network().allocate(engine);
        Checkpoint.loadWeights(checkpoint, config.network(), parameters);
        Map<String, float[]> weights = new TreeMap<>();
        parameters.all().forEach(tensor -> weights.put(tensor.name(), tensor.toFloats()));
        parameters.release();
        return weights;
    }
}
