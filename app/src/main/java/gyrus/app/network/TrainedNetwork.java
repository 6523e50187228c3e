package gyrus.app.network;

import gyrus.app.UserError;
import gyrus.app.slices.PixelGrid;
import gyrus.app.volume.Normalisation;
import gyrus.app.volume.Volume;
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

    private static final int BATCH = 4; // slices in one pass

    private final PixelGrid grid;
    private final Parameters parameters;
    private final Predictor predictor;

    private TrainedNetwork(PixelGrid grid, Parameters parameters, Predictor predictor) {
        this.grid = grid;
        this.parameters = parameters;
        this.predictor = predictor;
    }

    /** Loads weights that were trained for a task; others are refused. */
    public static TrainedNetwork open(Engine engine, Path weights, Task task) throws IOException {
        DenseUNet network = Checkpoint.network(weights);
        TrainedFor use = TrainedFor.of(weights, Checkpoint.metadata(weights));
        if (use.task() != task) {
            throw new UserError(weights + ": was trained for " + use.task().name().toLowerCase(Locale.ROOT)
                    + ", wanted is a network for " + task.name().toLowerCase(Locale.ROOT));
        }
        Parameters parameters = network.allocate(engine);
        try {
            Checkpoint.loadWeights(weights, network, parameters);
            return new TrainedNetwork(use.grid(), parameters, new Predictor(engine, network, parameters, BATCH));
        } catch (IOException | RuntimeException failure) {
            parameters.release();
            throw failure;
        }
    }

    /**
     * The probability of brain in every voxel, on the scan's grid; 0 beyond what the network sees.
     *
     * @param name the scan's name, for errors
     */
    public Volume segmented(Volume scan, String name) {
        return applied(Normalisation.normalised(scan, name));
    }

    /** The scan without its noise, in the scan's own intensities; as it was beyond what the network sees. */
    public Volume denoised(Volume scan, String name) {
        float[] clean = applied(Normalisation.normalised(scan, name)).voxels();
        double ceiling = Normalisation.ceiling(scan);
        float[] seen = grid.seen(scan).voxels();
        float[] voxels = new float[clean.length];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = (float) (clean[i] * ceiling + (1 - seen[i]) * scan.voxels()[i]);
        }
        return new Volume(scan.nx(), scan.ny(), scan.nz(), voxels, scan.affine());
    }

    private Volume applied(Volume normalised) {
        return grid.restore(predictor.probabilities(grid.size(), grid.size(), grid.cut(normalised)), normalised);
    }

    @Override
    public void close() {
        parameters.release();
    }
}
