package gyrus.app.measures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistanceTransformTest {

    private static final double[] UNIT_SPACING = {1, 1, 1};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void equalsBruteForceOnAnyGridSpacingAndDensity(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int nx = random.nextInt(1, 15);
        int ny = random.nextInt(1, 15);
        int nz = random.nextInt(1, 15);
        double[] spacing = {random.nextDouble(0.2, 4), random.nextDouble(0.2, 4), random.nextDouble(0.2, 4)};
        for (double density : new double[] {0.002, 0.05, 0.5, 0.98}) {
            float[] voxels = RandomMasks.binary(random.nextLong(), nx * ny * nz, density);
            voxels[random.nextInt(voxels.length)] = 1;
            boolean[] mask = RandomMasks.foreground(voxels);
            assertArrayEquals(brute(mask, nx, ny, nz, spacing), DistanceTransform.squared(mask, nx, ny, nz, spacing), 1e-9);
            assertArrayEquals(
                    brute(mask, nx, ny, nz, UNIT_SPACING),
                    DistanceTransform.squared(mask, nx, ny, nz, UNIT_SPACING),
                    "whole numbers are exact");
        }
    }

    @Test
    void isInfiniteWhereThereIsNoForeground() {
        for (double distance : DistanceTransform.squared(new boolean[24], 2, 3, 4, UNIT_SPACING)) {
            assertEquals(Double.POSITIVE_INFINITY, distance);
        }
    }

    @Test
    void isZeroInTheForeground() {
        boolean[] full = new boolean[24];
        Arrays.fill(full, true);
        assertArrayEquals(new double[24], DistanceTransform.squared(full, 2, 3, 4, UNIT_SPACING));
    }

    private static double[] brute(boolean[] mask, int nx, int ny, int nz, double[] spacing) {
        boolean[] everywhere = new boolean[mask.length];
        Arrays.fill(everywhere, true);
        return PlainDistances.squared(everywhere, mask, nx, ny, nz, spacing);
    }
}
