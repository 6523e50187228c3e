package gyrus.app.network;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Volume;
import gyrus.engine.Engine;
import gyrus.engine.Parameters;
import gyrus.model.DenseUNet;
import gyrus.model.checkpoint.Checkpoint;
import gyrus.model.training.Predictor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Trained weights, ready to be used on scans of any grid and orientation. */
public final class TrainedNetwork implements AutoCloseable {

    private static final int BATCH = 4; // slices of the grid's size in one pass

    private final Engine engine;
    private final DenseUNet network;
    private final TrainedFor use;
    private final Parameters parameters;

    private TrainedNetwork(Engine engine, DenseUNet network, TrainedFor use, Parameters parameters) {
        this.engine = engine;
        this.network = network;
        this.use = use;
        this.parameters = parameters;
    }

    /** Loads weights that were trained for a task; others are refused. */
    public static TrainedNetwork open(Engine engine, Path weights, Task task) throws IOException {
        DenseUNet network = Checkpoint.network(weights);
        TrainedFor use = TrainedFor.of(weights, Checkpoint.metadata(weights));
        if (use.task() != task) {
            throw new UserError(weights + ": was trained for " + use.task().name().toLowerCase(Locale.ROOT)
                    + ", wanted is a network for " + task.name().toLowerCase(Locale.ROOT));
        }
        if (network.inputChannels() != 1) {
            throw new UserError(weights + ": its network expects images of " + network.inputChannels()
                    + " channels; scans have 1");
        }
        Parameters parameters = network.allocate(engine);
        try {
            Checkpoint.loadWeights(weights, network, parameters);
            return new TrainedNetwork(engine, network, use, parameters);
        } catch (IOException | RuntimeException failure) {
            parameters.release();
            throw failure;
        }
    }

    /**
     * Prepares a scan for this network.
     *
     * @param name the scan's name, for errors
     */
    public NetworkInput input(Volume scan, String name) {
        scan.geometry().requireMillimetres(name);
        return NetworkInput.of(scan, name, use.grid(), use.task() == Task.DENOISING ? Window.Reach.PLANE : Window.Reach.HEAD);
    }

    /** Returns what the network was trained for. */
    public TrainedFor use() {
        return use;
    }

    /**
     * Returns the probability of brain in every voxel, on the scan's grid; 0 beyond what the network sees.
     *
     * @param mirrored whether the network also sees every slice mirrored, and its two answers are averaged
     */
    public Volume segmented(NetworkInput scan, boolean mirrored) {
        Window window = scan.window();
        float[][] slices = scan.slices();
        float[][] answers = outputs(window, slices);
        if (mirrored) {
            for (float[] slice : slices) {
                mirror(slice, window.width());
            }
            float[][] others = outputs(window, slices);
            for (int i = 0; i < answers.length; i++) {
                mirror(others[i], window.width());
                for (int pixel = 0; pixel < answers[i].length; pixel++) {
                    answers[i][pixel] = (answers[i][pixel] + others[i][pixel]) / 2;
                }
            }
        }
        return window.restore(answers);
    }

    /** Reverses each row of a slice, in place. */
    private static void mirror(float[] slice, int width) {
        for (int row = 0; row < slice.length; row += width) {
            for (int left = row, right = row + width - 1; left < right; left++, right--) {
                float pixel = slice[left];
                slice[left] = slice[right];
                slice[right] = pixel;
            }
        }
    }

    /** Returns the scan without its noise, in the scan's own intensities; as it was beyond what the network sees. */
    public Volume denoised(Volume scan, NetworkInput input) {
        float[] clean = input.window().restore(outputs(input.window(), input.slices())).voxels();
        float[] seen = input.window().seen().voxels();
        float[] voxels = new float[clean.length];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = (float) (clean[i] * input.ceiling() + (1 - seen[i]) * scan.voxels()[i]);
        }
        return scan.with(voxels);
    }

    private float[][] outputs(Window window, float[][] slices) {
        long pixels = (long) window.width() * window.height();
        int batch = Math.clamp((long) BATCH * use.grid().size() * use.grid().size() / pixels, 1, BATCH);
        return new Predictor(engine, network, parameters, batch).probabilities(window.height(), window.width(), slices);
    }

    @Override
    public void close() {
        parameters.release();
    }
}
