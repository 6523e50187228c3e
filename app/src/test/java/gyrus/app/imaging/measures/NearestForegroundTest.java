package gyrus.app.imaging.measures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.imaging.volume.Affine;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestForegroundTest {

    private static final double[][] VOXELS = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

    /** Axes of random lengths and angles, so sheared that the nearest voxel need not lie on the mask's surface. */
    private static double[][] sheared(Random random) {
        double[][] axes = new double[3][3];
        do {
            for (double[] row : axes) {
                for (int axis = 0; axis < 3; axis++) {
                    row[axis] = random.nextGaussian();
                }
            }
        } while (Math.abs(determinant(axes)) < 0.05);
        return axes;
    }

    private static double determinant(double[][] axes) {
        return new Affine(new double[][] {
            {axes[0][0], axes[0][1], axes[0][2], 0}, {axes[1][0], axes[1][1], axes[1][2], 0},
            {axes[2][0], axes[2][1], axes[2][2], 0}}).determinant();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void equalsBruteForceOnAnyGridOfAnyAxesAndDensity(long seed) {
        Random random = new Random(seed);
        int nx = random.nextInt(1, 13);
        int ny = random.nextInt(1, 13);
        int nz = random.nextInt(1, 13);
        for (double density : new double[] {0.002, 0.05, 0.5, 0.98}) {
            for (double[][] axes : new double[][][] {VOXELS, sheared(random), {{0.75, 0, 0}, {0, 0, -3}, {0, 1.5, 0}},
                {{1, 0, 0}, {0, 1, 1}, {0, 1, -1}}, {{1, 0, 1}, {0, 1, 0}, {1, 0, -1}}, {{1, 1, 0}, {1, -1, 0}, {0, 0, 1}}}) {
                float[] voxels = RandomMasks.binary(random.nextLong(), nx * ny * nz, density);
                voxels[random.nextInt(voxels.length)] = 1;
                boolean[] everywhere = new boolean[voxels.length];
                Arrays.fill(everywhere, true);
                double[] plain = PlainDistances.squared(everywhere, RandomMasks.foreground(voxels), nx, ny, nz, axes);
                NearestForeground nearest = new NearestForeground(RandomMasks.bits(voxels, nx, ny, nz), axes);
                double bound = Double.POSITIVE_INFINITY;
                for (int p = 0; p < plain.length; p++) {
                    int x = p % nx;
                    double distance = nearest.distance(x, p / nx % ny, p / nx / ny, x == 0 ? Double.POSITIVE_INFINITY : bound);
                    assertEquals(Math.sqrt(plain[p]), distance, axes == VOXELS ? 0 : 1e-12);
                    bound = distance + Math.sqrt(nearest.squared(1, 0, 0));
                }
            }
        }
    }

    @Test
    void isInfiniteWhereThereIsNoForeground() {
        NearestForeground nearest = new NearestForeground(new BitMask(2, 3, 4), VOXELS);
        assertEquals(Double.POSITIVE_INFINITY, nearest.distance(1, 2, 3, Double.POSITIVE_INFINITY));
    }
}
