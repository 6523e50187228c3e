package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.slices.PixelGrid;
import gyrus.app.volume.GlobalThreshold;
import gyrus.app.volume.Normalisation;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The scan that an experiment's networks are tested on.
 *
 * @param slices all of its slices
 * @param threshold the best global threshold on its intensities
 */
record TestScan(Volumes volumes, Slices slices, GlobalThreshold.Band threshold) {

    static TestScan read(Head head, Config config, PixelGrid grid, Consumer<String> log) throws IOException {
        Volumes volumes = head.read();
        Volume normalised = Normalisation.normalised(volumes.image(), head.id());
        Slices slices = Slices.of(normalised, volumes.mask(), head.id(), config, grid, 1);
        GlobalThreshold threshold = new GlobalThreshold();
        threshold.add(normalised, volumes.mask());
        log.accept("read " + head.id() + ": the test scan, " + slices.count() + " slices");
        return new TestScan(volumes, slices, threshold.threshold());
    }

    /** The slice with the most brain. */
    int fullest() {
        float[][] masks = slices.masks();
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
}
