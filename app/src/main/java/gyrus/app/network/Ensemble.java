package gyrus.app.network;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.volume.Volume;
import gyrus.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One or several networks for segmentation that see scans alike. Their probabilities are averaged. */
public final class Ensemble implements AutoCloseable {

    private final List<Path> files;
    private final List<TrainedNetwork> networks;

    private Ensemble(List<Path> files, List<TrainedNetwork> networks) {
        this.files = List.copyOf(files);
        this.networks = List.copyOf(networks);
    }

    /** Loads networks; refuses those for another task, and several that were trained to look at different slices. */
    public static Ensemble open(Engine engine, List<Path> weights) throws IOException {
        List<TrainedNetwork> networks = new ArrayList<>();
        Ensemble ensemble = null;
        try {
            for (Path file : weights) {
                networks.add(TrainedNetwork.open(engine, file, Task.SEGMENTATION));
                List<String> differences = networks.getLast().use().differences(networks.getFirst().use());
                if (!differences.isEmpty()) {
                    throw new UserError(file + ": was trained with " + String.join(", ", differences) + " of " + weights.getFirst()
                            + "; only networks that see the same slices are averaged");
                }
            }
            ensemble = new Ensemble(weights, networks);
            return ensemble;
        } finally {
            if (ensemble == null) {
                networks.forEach(TrainedNetwork::close);
            }
        }
    }

    /** Returns the files that the networks were loaded from. */
    public List<Path> files() {
        return files;
    }

    /**
     * Prepares a scan for the networks.
     *
     * @param name the scan's name, for errors
     */
    public NetworkInput input(Volume scan, String name) {
        return networks.getFirst().input(scan, name);
    }

    /**
     * Returns the mean probability of brain in every voxel, on the scan's grid; 0 beyond what the networks see.
     *
     * @param mirrored whether each network also sees every slice mirrored, and its two answers are averaged
     */
    public Volume segmented(NetworkInput scan, boolean mirrored) {
        Volume first = networks.getFirst().segmented(scan, mirrored);
        if (networks.size() == 1) {
            return first;
        }
        float[] mean = first.voxels();
        for (TrainedNetwork network : networks.subList(1, networks.size())) {
            float[] more = network.segmented(scan, mirrored).voxels();
            for (int i = 0; i < mean.length; i++) {
                mean[i] += more[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= networks.size();
        }
        return first;
    }

    @Override
    public void close() {
        networks.forEach(TrainedNetwork::close);
    }
}
