package gyrus.app.slices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaneTest {

    private static Plane random(int width, int height, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[width * height];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextFloat();
        }
        return new Plane(width, height, pixels);
    }

    @Test
    void fittingCentresWithZerosAround() {
        Plane fitted = new Plane(1, 2, new float[] {7, 8}).fit(3, 4);
        assertArrayEquals(new float[] {0, 0, 0, 0, 7, 0, 0, 8, 0, 0, 0, 0}, fitted.pixels());
    }

    @Test
    void fittingBackUndoesPaddingForAllSizes() {
        for (int width = 1; width < 6; width++) {
            for (int height = 1; height < 6; height++) {
                Plane plane = random(width, height, 31 * width + height);
                for (int larger = 5; larger < 9; larger++) {
                    assertEquals(plane, plane.fit(larger, larger + 1).fit(width, height));
                }
            }
        }
    }

    @Test
    void croppingAndPaddingBackKeepsTheMiddleInPlace() {
        for (int cropped = 1; cropped <= 6; cropped++) {
            Plane plane = random(6, 5, cropped);
            Plane back = plane.fit(cropped, 3).fit(6, 5);
            int kept = 0;
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 6; column++) {
                    if (back.at(column, row) != 0) {
                        assertEquals(plane.at(column, row), back.at(column, row));
                        kept++;
                    }
                }
            }
            assertEquals(cropped * 3, kept);
        }
    }

    @Test
    void shrinkingAverages() {
        Plane plane = new Plane(4, 2, new float[] {1, 2, 10, 20, 3, 4, 30, 40});
        assertArrayEquals(new float[] {2.5f, 25}, plane.shrink(2).pixels());
        assertThrows(IllegalArgumentException.class, () -> plane.shrink(3));
    }

    @Test
    void aFactorOfOneChangesNothing() {
        Plane plane = random(5, 4, 3);
        assertEquals(plane, plane.shrink(1));
        assertEquals(plane, plane.enlarge(1));
    }

    @Test
    void enlargingKeepsARampARamp() {
        int factor = 4;
        float[] pixels = new float[64 * 48];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 2 * (i % 64) + 3 * (i / 64);
        }
        Plane ramp = new Plane(64, 48, pixels);
        Plane back = ramp.shrink(factor).enlarge(factor);
        for (int row = factor; row < 48 - factor; row++) {
            for (int column = factor; column < 64 - factor; column++) {
                assertEquals(ramp.at(column, row), back.at(column, row), 1e-4);
            }
        }
    }

    @Test
    void enlargingASingleRowOrColumnIsDefined() {
        Plane row = new Plane(2, 1, new float[] {1, 3});
        assertArrayEquals(new float[] {1, 1.5f, 2.5f, 3, 1, 1.5f, 2.5f, 3}, row.enlarge(2).pixels());
        assertArrayEquals(new float[] {5, 5, 5, 5}, new Plane(1, 1, new float[] {5}).enlarge(2).pixels());
    }
}
