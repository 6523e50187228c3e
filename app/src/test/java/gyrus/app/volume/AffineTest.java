package gyrus.app.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffineTest {

    private static Affine of(double... rows) {
        double[][] square = new double[3][4];
        for (int i = 0; i < 12; i++) {
            square[i / 4][i % 4] = rows[i];
        }
        return new Affine(square);
    }

    @Test
    void theIdentityIsRas() {
        assertEquals("RAS", Affine.scaling(new double[] {1, 1, 1}, new double[3]).orientation());
    }

    @Test
    void lettersFollowTheArrayAxes() {
        // First index to the front, second downwards, third to the left: a sagittal acquisition.
        Affine sagittal = of(0, 0, -2, 5, 1, 0, 0, 6, 0, -1, 0, 7);
        assertEquals("AIL", sagittal.orientation());
        assertEquals(2, sagittal.arrayAxis(PatientAxis.LEFT_RIGHT));
        assertEquals(0, sagittal.arrayAxis(PatientAxis.POSTERIOR_ANTERIOR));
        assertEquals(1, sagittal.arrayAxis(PatientAxis.INFERIOR_SUPERIOR));
        assertFalse(sagittal.grows(PatientAxis.LEFT_RIGHT));
        assertTrue(sagittal.grows(PatientAxis.POSTERIOR_ANTERIOR));
    }

    @ParameterizedTest
    @CsvSource({"0, RAS", "40, RAS", "50, ALS", "89, ALS"})
    void anObliqueAxisGetsTheNearestLetter(double degrees, String letters) {
        double c = Math.cos(Math.toRadians(degrees));
        double s = Math.sin(Math.toRadians(degrees));
        // Turned around the z axis by the angle: beyond 45 degrees the first index runs closer to the front.
        assertEquals(letters, of(c, -s, 0, 0, s, c, 0, 0, 0, 0, 1, 0).orientation());
    }

    @Test
    void everyDirectionGetsAnAxisOfItsOwn() {
        // Both first axes run closest to x; the one that runs there more closely gets it.
        assertEquals("RAS", of(1, 0.9, 0, 0, 0.1, 0.5, 0, 0, 0, 0, 1, 0).orientation());
    }

    @Test
    void appliesToIndices() {
        assertArrayEquals(new double[] {12, 23, 34}, of(2, 0, 0, 10, 0, 3, 0, 20, 0, 0, 4, 30).apply(1, 1, 1));
    }

    @Test
    void aFlatGridIsNotInvertible() {
        assertFalse(of(1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0).invertible());
        assertFalse(of(1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0).invertible());
        assertFalse(of(1, 0, 0, Double.NaN, 0, 1, 0, 0, 0, 0, 1, 0).invertible());
        assertTrue(of(1e-3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 100, 0).invertible());
    }

    @Test
    void equalNumbersAreEqualAffines() {
        Affine a = Affine.scaling(new double[] {1, 2, 3}, new double[3]);
        assertEquals(a, Affine.scaling(new double[] {1, 2, 3}, new double[3]));
        assertNotEquals(a, Affine.scaling(new double[] {1, 2, 4}, new double[3]));
    }
}
