package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

    /** The first index runs along (3, 4, 0), the second along (0, 0, 2), the third along (-4, 3, 0) tenths of millimetres. */
    @Test
    void spacingAndVolumeAreThoseOfTheBoxThatTheAxesSpan() {
        Affine box = of(0.3, 0, -0.4, 1, 0.4, 0, 0.3, 2, 0, 0.2, 0, 3);
        assertArrayEquals(new double[] {0.5, 0.2, 0.5}, box.spacing(), 1e-15);
        assertEquals(-0.5 * 0.2 * 0.5, box.determinant(), 1e-15, "left-handed");
        assertEquals(24, of(2, 7, 8, 0, 0, 3, 9, 0, 0, 0, 4, 0).determinant(), 1e-12, "shears keep the volume");
        assertEquals(24, of(2, 0, 0, 0, 7, 3, 0, 0, 8, 9, 4, 0).determinant(), 1e-12);
        assertTrue(box.orthogonal());
    }

    @Test
    void axesAtOtherAnglesThanRightOnesAreNotOrthogonal() {
        assertTrue(of(1, 1e-6, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0).orthogonal(), "rounding");
        assertFalse(of(1, 1e-3, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0).orthogonal());
        assertFalse(of(1, 0, -1e-3, 0, 0, 1, 0, 0, 0, 0, 1, 0).orthogonal());
        assertFalse(of(1, 0, 0, 0, 0, 1, 1e-3, 0, 0, 0, 1, 0).orthogonal());
    }

    @Test
    void hasThreeRowsOfFourNumbers() {
        for (double[][] rows : new double[][][] {new double[2][4], {{1, 2, 3}, new double[4], new double[4]},
            {new double[4], {1, 2, 3}, new double[4]}, {new double[4], new double[4], {1, 2, 3}}}) {
            assertThrows(IllegalArgumentException.class, () -> new Affine(rows));
        }
    }

    @Test
    void equalNumbersAreEqualAffines() {
        Affine a = Affine.scaling(new double[] {1, 2, 3}, new double[3]);
        assertEquals(a, Affine.scaling(new double[] {1, 2, 3}, new double[3]));
        assertEquals(a.hashCode(), Affine.scaling(new double[] {1, 2, 3}, new double[3]).hashCode());
        assertNotEquals(a.hashCode(), Affine.scaling(new double[] {1, 2, 4}, new double[3]).hashCode());
        assertEquals("[[1.0, 0.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0], [0.0, 0.0, 3.0, 0.0]]", a.toString());
        assertNotEquals(a, Affine.scaling(new double[] {1, 2, 4}, new double[3]));
    }
}
