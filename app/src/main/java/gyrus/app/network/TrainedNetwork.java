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

    /** The probability of brain in every voxel, on the scan's grid; 0 beyond what the network sees. */
    public Volume segmented(NetworkInput scan) {
        return outputs(scan);
    }

    /** The scan without its noise, in the scan's own intensities; as it was beyond what the network sees. */
    public Volume denoised(Volume scan, NetworkInput input) {
        float[] clean = outputs(input).voxels();
        float[] seen = input.window().seen().voxels();
        float[] voxels = new float[clean.length];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = (float) (clean[i] * input.ceiling() + (1 - seen[i]) * scan.voxels()[i]);
        }
        return scan.with(voxels);
    }

    private Volume outputs(NetworkInput scan) {
        Window window = scan.window();
        long pixels = (long) window.width() * window.height();
        int batch = Math.clamp((long) BATCH * use.grid().size() * use.grid().size() / pixels, 1, BATCH);
        return window.restore(new Predictor(engine, network, parameters, batch)
                .probabilities(window.height(), window.width(), scan.slices()));
    }

    @Override
    public void close() {
        parameters.release();
    }
}
