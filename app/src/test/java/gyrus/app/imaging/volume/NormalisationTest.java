package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.SharedData;
import gyrus.app.failure.UserError;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.phantom.Phantom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NormalisationTest {

    private static final double[] MILLIMETRE = {1, 1, 1};
    private static final int N = 48;

    private static Phantom phantom;

    @BeforeAll
    static void scanAHead() {
        phantom = Phantom.scan(1, 2, N, N, N);
    }

    /** Every so-many-th voxel of the phantom's image along each axis, from the given ones on. */
    private static Volume thinned(int x, int stepX, int y, int stepY, int z, int stepZ) {
        Volume head = phantom.image();
        double[] spacing = head.affine().spacing();
        Volume thinned = Volume.zeros(Math.ceilDiv(N - x, stepX), Math.ceilDiv(N - y, stepY), Math.ceilDiv(N - z, stepZ),
                Affine.scaling(new double[] {stepX * spacing[0], stepY * spacing[1], stepZ * spacing[2]}, new double[3]));
        for (int i = 0; i < thinned.voxels().length; i++) {
            int row = i / thinned.nx();
            thinned.voxels()[i] = head.at(
                    x + stepX * (i % thinned.nx()), y + stepY * (row % thinned.ny()), z + stepZ * (row / thinned.ny()));
        }
        return thinned;
    }

    /** A cube of 16 voxels a side in the middle of 32: a quarter of it 100, the rest 200, around it 0. */
    private static Volume cube(float unit) {
        Volume cube = Volume.zeros(32, 32, 32, Affine.scaling(MILLIMETRE, new double[3]));
        for (int z = 8; z < 24; z++) {
            for (int y = 8; y < 24; y++) {
                for (int x = 8; x < 24; x++) {
                    cube.voxels()[cube.index(x, y, z)] = unit * (z < 12 ? 100 : 200);
                }
            }
        }
        return cube;
    }

    private static Volume row(float... voxels) {
        return new Volume(voxels.length, 1, 1, voxels, Affine.scaling(MILLIMETRE, new double[3]));
    }

    private static double ceiling(Volume scan) {
        return Normalisation.of(scan, "scan").ceiling();
    }

    private static double level(Volume scan) {
        return ceiling(scan) / 1.6;
    }

    @Test
    void theMedianOfTheBrightBlocksBecomesOneOver1Point6() {
        Volume normalised = Normalisation.normalised(cube(1), "scan");
        assertEquals(1 / 1.6f, normalised.at(16, 16, 16), 1e-6f);
        assertEquals(0.5f / 1.6f, normalised.at(16, 16, 9), 1e-6f);
        assertEquals(0, normalised.at(0, 0, 0));
    }

    @Test
    void theScannersUnitsDoNotMatter() {
        float[] once = Normalisation.normalised(cube(1), "scan").voxels();
        assertArrayEquals(once, Normalisation.normalised(cube(37.5f), "scan").voxels(), 1e-6f);
        assertArrayEquals(once, Normalisation.normalised(cube(1e-30f), "scan").voxels(), 1e-6f);
    }

    @Test
    void airAroundTheHeadDoesNotMatter() {
        Volume head = phantom.image();
        Volume large = Volume.zeros(N, 3 * N, 2 * N, head.affine());
        for (int i = 0; i < head.voxels().length; i++) {
            large.voxels()[large.index(i % N, 85 + i / N % N, 7 + i / (N * N))] = head.voxels()[i];
        }
        assertEquals(level(head), level(large), 0.02 * level(head));
    }

    @Test
    void theOrderOfTheArrayDoesNotMatter() {
        Volume head = thinned(5, 1, 0, 1, 1, 1);
        Volume mirrored = Volume.zeros(43, 48, 47, head.affine());
        double[] spacing = head.affine().spacing();
        Volume turned = Volume.zeros(47, 43, 48,
                Affine.scaling(new double[] {spacing[2], spacing[0], spacing[1]}, new double[3]));
        for (int z = 0; z < 47; z++) {
            for (int y = 0; y < 48; y++) {
                for (int x = 0; x < 43; x++) {
                    mirrored.voxels()[mirrored.index(42 - x, 47 - y, 46 - z)] = head.at(x, y, z);
                    turned.voxels()[turned.index(z, x, y)] = head.at(x, y, z);
                }
            }
        }
        assertEquals(level(head), level(mirrored), 1e-4 * level(head));
        assertEquals(level(head), level(turned), 1e-4 * level(head));
    }

    @ParameterizedTest
    @CsvSource({"1000", "1e9", "3e38"})
    void oneVoxelHoweverBrightChangesNothing(float outlier) {
        Volume scan = cube(1);
        scan.voxels()[scan.index(3, 4, 5)] = outlier;
        assertEquals(200, level(scan), 1e-3);
        scan.voxels()[scan.index(3, 4, 5)] = 0;
        scan.voxels()[scan.index(16, 16, 16)] = outlier;
        assertEquals(200, level(scan), 1e-3);
    }

    @Test
    void tinyAndConstantScansHaveALevel() {
        assertArrayEquals(new float[] {0.625f}, Normalisation.normalised(row(7), "scan").voxels(), 1e-6f);
        assertArrayEquals(new float[] {0.625f, 0.625f}, Normalisation.normalised(row(0.1f, 0.1f), "scan").voxels(), 1e-6f);
        assertArrayEquals(new float[] {0, 0.625f, 0}, Normalisation.normalised(row(-1, 3, 0), "scan").voxels(), 1e-6f);
        Volume constant = Volume.zeros(33, 9, 5, Affine.scaling(MILLIMETRE, new double[3]));
        Arrays.fill(constant.voxels(), 0.1f);
        assertEquals(0.1, level(constant), 1e-6);
        constant.voxels()[700] = 0.1001f;
        assertEquals(0.1, level(constant), 0.02, "nearly constant");
    }

    @Test
    void aScanWithoutAPositiveVoxelIsRefusedNamingItsIntensities() {
        UserError error = assertThrows(UserError.class, () -> Normalisation.normalised(row(-1000, -419, -700), "ct.nii"));
        assertEquals("ct.nii: no voxel is above 0, intensities go from -1000 to -419; air must be 0 and tissue brighter:"
                + " add 1000 to every voxel", error.getMessage());
        error = assertThrows(UserError.class, () -> Normalisation.normalised(row(0, 0, 0), "black.nii"));
        assertEquals("black.nii: all voxels are 0; is it the scan, or a mask without a region?", error.getMessage());
    }

    @Test
    void intensitiesAreWrittenAsWholeNumbersWhereTheyAre() {
        assertTrue(refusal(row(-0.5f, -0.25f)).contains("intensities go from -0.5 to -0.25"));
        assertTrue(refusal(row(-9_999_999, -3)).contains("from -9999999 to -3; air must be 0 and tissue brighter: add 9999999 to"));
        assertTrue(refusal(row(-10_000_000, -3)).contains("from -1.0E7 to -3"));
        assertTrue(refusal(row(0, 0)).contains("all voxels are 0"));
        assertTrue(refusal(row(0, -1)).contains("intensities go from -1 to 0"));
    }

    private static String refusal(Volume scan) {
        return assertThrows(UserError.class, () -> Normalisation.of(scan, "scan")).getMessage();
    }

    @Test
    void manyNegativeVoxelsAreWarnedOf() {
        Volume scan = cube(1);
        assertTrue(Normalisation.of(scan, "scan").warning().isEmpty());
        for (int i = 0; i < 32 * 32 * 4; i++) {
            scan.voxels()[i] = -4; // the ringing of an interpolation
        }
        assertTrue(Normalisation.of(scan, "scan").warning().isEmpty());
        for (int i = 0; i < 32 * 32 * 4; i++) {
            scan.voxels()[i] = -150;
        }
        String warning = Normalisation.of(scan, "scan").warning().orElseThrow();
        assertEquals("13 % of the voxels are negative, down to -150, and count as 0; air must be 0 and tissue brighter: add 150 to"
                + " every voxel", warning);
        assertEquals(200, level(scan), 1e-3);
    }

    @Test
    void aScanWithoutContrastIsWarnedOf() {
        Volume scan = Volume.zeros(8, 8, 8, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        Arrays.fill(scan.voxels(), 7);
        assertEquals("all voxels are 7, so nothing in it can be told apart",
                Normalisation.of(scan, "scan").warning().orElseThrow());
    }

    @Test
    void aVoxelThatIsNotANumberIsNamed() {
        Volume scan = cube(1);
        scan.voxels()[scan.index(3, 4, 5)] = Float.NaN;
        UserError error = assertThrows(UserError.class, () -> Normalisation.normalised(scan, "sub-07"));
        assertEquals("sub-07: the voxel (3, 4, 5) is NaN; replace it with a number, such as 0", error.getMessage());
    }

    /** A noisy scan as it lies on disk: noise as in training, on the clean scan's scale. */
    private static Volume noisy(Volume clean, Noise noise) {
        double ceiling = ceiling(clean);
        float[] voxels = noise.over(Normalisation.normalised(clean, "clean").voxels(), "scan", 0);
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] *= (float) ceiling;
        }
        return new Volume(clean.nx(), clean.ny(), clean.nz(), voxels, clean.affine());
    }

    @ParameterizedTest
    @EnumSource(Noise.Kind.class)
    void aNoisyScanHasTheLevelOfTheCleanOne(Noise.Kind kind) {
        Volume whole = phantom.image();
        Volume thickSlices = thinned(0, 1, 0, 1, 0, 4);
        Volume oneSlice = thinned(N / 2, N, 0, 1, 0, 1);
        for (Volume clean : List.of(whole, thickSlices, oneSlice)) {
            for (double amount : new double[] {0.1, 0.4}) {
                double ratio = level(noisy(clean, new Noise(kind, amount, 1))) / level(clean);
                assertEquals(1, ratio, 0.05, kind + " noise of " + amount + " on " + clean.grid());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Noise.Kind.class)
    void aNoisyScanLooksToTheNetworkAsInTraining(Noise.Kind kind) {
        Noise noise = new Noise(kind, 0.4, 1);
        float[] clean = Normalisation.normalised(phantom.image(), "clean").voxels();
        double trained = psnr(clean, noise.over(clean, "scan", 0), phantom.mask());
        float[] noisy = Normalisation.normalised(noisy(phantom.image(), noise), "noisy").voxels();
        double seen = psnr(clean, noisy, phantom.mask());
        assertEquals(trained, seen, 1, "PSNR in the brain, dB");
    }

    private static double psnr(float[] clean, float[] noisy, Volume mask) {
        double squares = 0;
        int count = 0;
        for (int i = 0; i < clean.length; i++) {
            if (mask.voxels()[i] > 0) {
                squares += Math.pow(clean[i] - noisy[i], 2);
                count++;
            }
        }
        return -10 * Math.log10(squares / count);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"sub-06", "sub-09"})
    void aNoisyFlairHeadHasTheLevelOfTheCleanOne(String scan) throws IOException {
        Path file = SharedData.folder("flair").resolve(scan + "/anat/" + scan + "_FLAIR.nii.gz");
        Volume clean = NiftiReader.read(file);
        for (Noise.Kind kind : Noise.Kind.values()) {
            double ratio = level(noisy(clean, new Noise(kind, 0.4, 1))) / level(clean);
            assertEquals(1, ratio, 0.05, kind.toString());
        }
        assertFalse(Normalisation.of(clean, scan).warning().isPresent());
    }
}
