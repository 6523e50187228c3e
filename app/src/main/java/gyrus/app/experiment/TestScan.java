package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Subject;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.volume.GlobalThreshold;
import gyrus.app.network.NetworkInput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.function.Consumer;

/**
 * The scan that an experiment's networks are tested on.
 *
 * @param input the scan as the networks see it
 * @param slices all of its slices
 * @param threshold the best global threshold on its intensities
 */
public record TestScan(Volumes volumes, NetworkInput input, Slices slices, GlobalThreshold.Band threshold) {

    /**
     * Reads a scan and cuts it into slices.
     *
     * @param arena the memory of the slices
     * @param log receives reasons to doubt the scan
     * @throws IOException if a file cannot be read
     */
    public static TestScan read(Subject subject, PixelGrid grid, Arena arena, Consumer<String> log)
            throws IOException {
        Volumes volumes = subject.read();
        NetworkInput input = volumes.input(subject.id(), grid, log);
        Slices slices = Slices.of(input, volumes.mask(), subject.id(), grid, 1, arena);
        GlobalThreshold threshold = new GlobalThreshold();
        threshold.add(input.normalised(), volumes.mask());
        log.accept("read " + subject.id() + ": the test scan, " + slices.count() + " slices");
        return new TestScan(volumes, input, slices, threshold.threshold());
    }

    /** Returns the index of the slice with the most brain. */
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
