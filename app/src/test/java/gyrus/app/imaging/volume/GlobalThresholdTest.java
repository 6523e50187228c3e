package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.engine.random.RandomStream;
import org.junit.jupiter.api.Test;

final class GlobalThresholdTest {

    private static final Affine AFFINE = Affine.scaling(new double[] {1, 1, 1}, new double[3]);

    /** Brain lies between fat and bone; the threshold has to take the fat along, the band does not. */
    @Test
    void theBandExcludesWhatIsBrighter() {
        GlobalThreshold search = new GlobalThreshold();
        search.add(line(0.1f, 0.5f, 0.6f, 0.9f), line(0, 1, 1, 0));
        assertEquals(new GlobalThreshold.Band(0.5, 1, 0.8), search.threshold());
        GlobalThreshold.Band band = search.band();
        assertEquals(1, band.dice());
        assertEquals(0.601, band.high(), 1e-9);
    }

    /** Dice is pooled: the second scan's brain is as bright as the first one's fat. */
    @Test
    void oneThresholdServesAllScans() {
        GlobalThreshold search = new GlobalThreshold();
        search.add(line(0.2f, 0.4f), line(1, 0));
        assertEquals(1, search.band().dice());
        search.add(line(0.3f, 0.4f), line(0, 1));
        assertEquals(2.0 * 2 / (2 + 4), search.threshold().dice(), 1e-12);
    }

    @Test
    void agreesWithTryingEveryPairOfBounds() {
        RandomStream random = new RandomStream(2, 0);
        float[] values = new float[60];
        float[] mask = new float[60];
        for (int voxel = 0; voxel < 60; voxel++) {
            values[voxel] = (int) (random.uniform(voxel) * 20) / 20f + 0.02f;
            mask[voxel] = Math.abs(values[voxel] - 0.5f) < 0.4f * random.uniform(100 + voxel) ? 1 : 0;
        }
        GlobalThreshold search = new GlobalThreshold();
        search.add(line(values), line(mask));
        double best = 0;
        for (double low = 0; low < 1; low += 0.05) {
            for (double high = low + 0.05; high < 1.06; high += 0.05) {
                best = Math.max(best, dice(values, mask, low, high));
            }
        }
        assertEquals(best, search.band().dice(), 1e-12);
        assertEquals(search.band().dice(), dice(values, mask, search.band().low(), search.band().high()), 1e-12);
    }

    @Test
    void theBrightestVoxelsCountAndOtherGridsAreRefused() {
        GlobalThreshold search = new GlobalThreshold();
        search.add(line(0.2f, 0.999f, 1), line(0, 0, 1));
        assertEquals(2.0 * 1 / (2 + 1), search.threshold().dice(), 1e-12, "0.999 and 1 share a bin");
        assertEquals(new GlobalThreshold.Band(0, 1, 0), new GlobalThreshold().band(), "no scan");
        for (int axis = 0; axis < 3; axis++) {
            int[] size = {2, 2, 2};
            size[axis] = 3;
            assertThrows(IllegalArgumentException.class, () -> search.add(
                    Volume.zeros(2, 2, 2, AFFINE), Volume.zeros(size[0], size[1], size[2], AFFINE)));
        }
    }

    private static double dice(float[] values, float[] mask, double low, double high) {
        int both = 0;
        int sum = 0;
        for (int voxel = 0; voxel < values.length; voxel++) {
            int called = values[voxel] >= low && values[voxel] < high ? 1 : 0;
            both += called * (int) mask[voxel];
            sum += called + (int) mask[voxel];
        }
        return 2.0 * both / sum;
    }

    private static Volume line(float... values) {
        return new Volume(values.length, 1, 1, values, AFFINE);
    }
}
