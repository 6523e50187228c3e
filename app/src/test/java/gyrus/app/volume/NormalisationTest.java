package gyrus.app.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.UserError;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class NormalisationTest {

    private static final Affine AFFINE = Affine.scaling(new double[] {1, 1, 1}, new double[3]);

    /** Nine tenths of 0 to 9, one tenth of 100 to 199: the foreground's 60th percentile is 159. */
    @Test
    void bringsTheForegroundToItsLevel() {
        Volume normalised = Normalisation.normalised(scan(1), "sub-01");
        assertEquals(159 / (1.6 * 159), normalised.voxels()[159 - 100], 1e-6);
        assertEquals(0, normalised.voxels()[100]);
        for (float value : normalised.voxels()) {
            assertTrue(value >= 0 && value <= 1);
        }
    }

    @Test
    void doesNotDependOnTheScannersUnits() {
        float[] once = Normalisation.normalised(scan(1), "sub-01").voxels();
        float[] scaled = Normalisation.normalised(scan(37.5f), "sub-01").voxels();
        assertArrayEquals(once, scaled, 1e-6f);
    }

    @Test
    void oneOutlierHardlyChangesIt() {
        Volume scan = scan(1);
        float[] before = Normalisation.normalised(scan, "sub-01").voxels();
        float[] voxels = scan.voxels().clone();
        voxels[999] = 20_000;
        float[] after = Normalisation.normalised(new Volume(10, 10, 10, voxels, AFFINE), "sub-01").voxels();
        assertEquals(1, after[999]);
        assertArrayEquals(Arrays.copyOf(before, 999), Arrays.copyOf(after, 999), 0.02f);
    }

    @Test
    void emptyConstantAndNegativeScansAreDefined() {
        assertArrayEquals(new float[8], Normalisation.normalised(constant(0), "sub-01").voxels());
        assertArrayEquals(new float[8], Normalisation.normalised(constant(-5), "sub-01").voxels());
        float[] grey = new float[8];
        Arrays.fill(grey, 1 / 1.6f);
        assertArrayEquals(grey, Normalisation.normalised(constant(0.1f), "sub-01").voxels(), 1e-6f);
    }

    @Test
    void aVoxelThatIsNotANumberIsNamed() {
        Volume scan = scan(1);
        scan.voxels()[scan.index(3, 4, 5)] = Float.NaN;
        UserError error = assertThrows(UserError.class, () -> Normalisation.normalised(scan, "sub-07"));
        assertEquals("sub-07: the voxel (3, 4, 5) is NaN; replace it with a number, such as 0", error.getMessage());
    }

    private static Volume scan(float units) {
        float[] voxels = new float[1000];
        for (int voxel = 0; voxel < 1000; voxel++) {
            voxels[voxel] = units * (voxel < 100 ? 100 + voxel : voxel % 10);
        }
        return new Volume(10, 10, 10, voxels, AFFINE);
    }

    private static Volume constant(float value) {
        float[] voxels = new float[8];
        Arrays.fill(voxels, value);
        return new Volume(2, 2, 2, voxels, AFFINE);
    }
}
