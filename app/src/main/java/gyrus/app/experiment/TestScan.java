package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.network.NetworkInput;
import gyrus.app.slices.PixelGrid;
import gyrus.app.slices.Window;
import gyrus.app.volume.GlobalThreshold;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.function.Consumer;

/**
 * The scan that an experiment's networks are tested on.
 *
 * @param window the network's pixels on it
 * @param slices all of its slices
 * @param threshold the best global threshold on its intensities
 */
record TestScan(Volumes volumes, Window window, Slices slices, GlobalThreshold.Band threshold) {

    static TestScan read(Head head, Config config, PixelGrid grid, Arena arena, Consumer<String> log)
            throws IOException {
        Volumes volumes = head.read();
        NetworkInput input = NetworkInput.of(volumes.image(), head.id(), grid, Window.Reach.GRID);
        input.warnings().forEach(warning -> log.accept(head.id() + ": " + warning));
        Slices slices = Slices.of(input, volumes.mask(), head.id(), config, grid, 1, arena);
        GlobalThreshold threshold = new GlobalThreshold();
        threshold.add(input.normalised(), volumes.mask());
        log.accept("read " + head.id() + ": the test scan, " + slices.count() + " slices");
        return new TestScan(volumes, input.window(), slices, threshold.threshold());
    }

    /** The slice with the most brain. */
    int fullest() {
        int fullest = 0;
        double most = -1;
        for (int i = 0; i < slices.count(); i++) {
            double brain = 0;
            for (float value : slices.masks().get(i)) {
                brain += value;
            }
            if (brain > most) {
                most = brain;
                fullest = i;
            }
        }
        return fullest;
    }
}
