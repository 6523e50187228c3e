package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComponentsTest {

    private static Volume mask(int nx, int ny, int nz, float... voxels) {
        return new Volume(nx, ny, nz, voxels, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
    }

    @Test
    void partsThatTouchAtAnEdgeAreTwo() {
        Volume largest = Components.largest(mask(4, 2, 1, 1, 1, 0, 0, 0, 0, 1, 0));
        assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 0, 0}, largest.voxels());
    }

    @Test
    void anEmptyMaskHasNoPart() {
        assertArrayEquals(new float[8], Components.largest(mask(2, 2, 2, new float[8])).voxels());
        assertArrayEquals(new float[8], Components.filled(mask(2, 2, 2, new float[8])).voxels());
    }

    @Test
    void aLargePartIsKeptAndLargeAirIsOutside() {
        float[] whole = new float[48 * 48 * 48];
        Arrays.fill(whole, 1);
        assertArrayEquals(whole, Components.largest(mask(48, 48, 48, whole)).voxels());
        assertArrayEquals(whole, Components.filled(mask(48, 48, 48, whole)).voxels());
        float[] air = new float[48 * 48 * 48];
        assertArrayEquals(air, Components.filled(mask(48, 48, 48, air)).voxels());
    }

    @Test
    void theFirstOfEquallyLargePartsIsKept() {
        assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 0}, Components.largest(mask(7, 1, 1, 1, 1, 0, 1, 1, 0, 1)).voxels());
        assertArrayEquals(new float[] {0, 0, 0, 1, 1, 0, 0}, Components.largest(mask(7, 1, 1, 1, 0, 0, 1, 1, 0, 1)).voxels());
    }

    @Test
    void aHollowCubeIsFilledUnlessItsWallHasAHole() {
        float[] shell = new float[125];
        for (int i = 0; i < 125; i++) {
            int x = i % 5;
            int y = i / 5 % 5;
            int z = i / 25;
            boolean inside = x > 0 && x < 4 && y > 0 && y < 4 && z > 0 && z < 4;
            shell[i] = inside && i != 62 ? 1 : 0; // voxel 62 is the centre
        }
        float[] whole = shell.clone();
        whole[62] = 1;
        assertArrayEquals(whole, Components.filled(mask(5, 5, 5, shell)).voxels());
        shell[62 + 25] = 0;
        assertArrayEquals(shell, Components.filled(mask(5, 5, 5, shell)).voxels(), "a tunnel to the outside");
    }

    /** Against a plain method: every voxel takes the least label among its neighbours until nothing changes. */
    @Test
    void randomMasksHaveThePartsThatSpreadingLabelsFinds() {
        Random random = new Random(11);
        for (int trial = 0; trial < 20; trial++) {
            int nx = 1 + random.nextInt(6);
            int ny = 1 + random.nextInt(6);
            int nz = 1 + random.nextInt(6);
            float[] voxels = new float[nx * ny * nz];
            for (int i = 0; i < voxels.length; i++) {
                voxels[i] = random.nextInt(2);
            }
            Volume mask = mask(nx, ny, nz, voxels);
            int[] labels = spread(mask, 1);
            int[] sizes = new int[voxels.length + 1];
            for (int label : labels) {
                sizes[label]++;
            }
            int most = 0;
            for (int label = 1; label < sizes.length; label++) {
                most = Math.max(most, sizes[label]);
            }
            int kept = 0;
            for (float voxel : Components.largest(mask).voxels()) {
                kept += (int) voxel;
            }
            assertEquals(most, kept);

            int[] background = spread(mask, 0);
            boolean[] outside = new boolean[voxels.length + 1];
            for (int i = 0; i < voxels.length; i++) {
                int x = i % nx;
                int y = i / nx % ny;
                int z = i / nx / ny;
                if (x == 0 || y == 0 || z == 0 || x == nx - 1 || y == ny - 1 || z == nz - 1) {
                    outside[background[i]] = true;
                }
            }
            float[] filled = Components.filled(mask).voxels();
            for (int i = 0; i < voxels.length; i++) {
                assertEquals(background[i] == 0 || !outside[background[i]] ? 1 : 0, filled[i]);
            }
        }
    }

    private static int[] spread(Volume mask, float value) {
        int[] labels = new int[mask.voxels().length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = mask.voxels()[i] == value ? i + 1 : 0;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < labels.length; i++) {
                int x = i % mask.nx();
                int y = i / mask.nx() % mask.ny();
                int z = i / mask.nx() / mask.ny();
                for (int[] step : new int[][] {{-1, 0, 0}, {1, 0, 0}, {0, -1, 0}, {0, 1, 0}, {0, 0, -1}, {0, 0, 1}}) {
                    int u = x + step[0];
                    int v = y + step[1];
                    int w = z + step[2];
                    boolean exists = u >= 0 && v >= 0 && w >= 0 && u < mask.nx() && v < mask.ny() && w < mask.nz();
                    int other = exists ? labels[mask.index(u, v, w)] : 0;
                    if (labels[i] > 0 && other > 0 && other < labels[i]) {
                        labels[i] = other;
                        changed = true;
                    }
                }
            }
        }
        return labels;
    }
}
