package gyrus.app.experiment;

import gyrus.app.experiment.Cohort.Head;
import gyrus.app.experiment.Cohort.Volumes;
import gyrus.app.noise.Noise;
import gyrus.app.slices.PixelGrid;
import gyrus.app.slices.Plane;
import gyrus.app.slices.Slicing;
import gyrus.app.volume.Normalisation;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A head as the network sees it: slices of {@code size x size} pixels in [0, 1], and the way back to the scan's own grid.
 *
 * @param grid the pixels' place and size
 * @param clean the normalised scan, [slice][size * size]
 * @param noisy the same with the experiment's noise
 * @param masks the truth, 0 or 1
 */
public record Slices(PixelGrid grid, float[][] clean, float[][] noisy, float[][] masks) {

    /** Reads a head and keeps every {@code step}-th slice. */
    public static Slices of(Head head, Config config, int step) throws IOException {
        Volumes volumes = head.read();
        return of(Normalisation.normalised(volumes.image(), head.id()), volumes.mask(), head.id(), config, step);
    }

    /** Cuts a normalised scan and its mask. */
    public static Slices of(Volume normalised, Volume mask, String id, Config config, int step) {
        Slicing slicing = Slicing.of(normalised, config.view());
        List<Plane> images = slicing.cut(normalised);
        List<Plane> truths = slicing.cut(mask);
        Noise noise = config.noiseModel();
        int count = Math.ceilDiv(images.size(), step);
        float[][] clean = new float[count][];
        float[][] noisy = new float[count][];
        float[][] masks = new float[count][];
        for (int i = 0; i < count; i++) {
            clean[i] = reduced(images.get(i * step), config).pixels();
            noisy[i] = noise.over(clean[i], id, i * step);
            masks[i] = reduced(truths.get(i * step), config).pixels();
            for (int pixel = 0; pixel < masks[i].length; pixel++) {
                masks[i][pixel] = masks[i][pixel] >= 0.5f ? 1 : 0;
            }
        }
        return new Slices(PixelGrid.of(normalised, config.view(), config.size(), config.shrink()), clean, noisy, masks);
    }

    private static Plane reduced(Plane plane, Config config) {
        int side = config.size() * config.shrink();
        return plane.fit(side, side).shrink(config.shrink());
    }

    /** Network-sized planes of all slices back on the scan's grid; bilinear where they had been shrunk. */
    static Volume restored(float[][] planes, Volume grid, Config config) {
        Slicing slicing = Slicing.of(grid, config.view());
        List<Plane> restored = new ArrayList<>();
        for (float[] pixels : planes) {
            restored.add(new Plane(config.size(), config.size(), pixels)
                    .enlarge(config.shrink()).fit(slicing.width(), slicing.height()));
        }
        return slicing.assemble(restored);
    }
}
