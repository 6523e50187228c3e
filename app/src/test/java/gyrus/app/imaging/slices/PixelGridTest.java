package gyrus.app.imaging.slices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.imaging.slices.Window.Reach;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PixelGridTest {

    private static Volume random(int nx, int ny, int nz, double... spacing) {
        float[] voxels = new float[nx * ny * nz];
        Random random = new Random(5);
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = random.nextFloat();
        }
        return new Volume(nx, ny, nz, voxels, Affine.scaling(spacing, new double[] {-3, 4, 5}));
    }

    /** A scan without a head on the same grid: windows are centred on it. */
    private static Volume flat(Volume scan) {
        Volume flat = Volume.zeros(scan.nx(), scan.ny(), scan.nz(), scan.affine());
        Arrays.fill(flat.voxels(), 1);
        return flat;
    }

    /** A ball with a soft edge, in the middle of a box of about 40 x 60 x 50 mm, sampled at any spacing. */
    private static Volume ball(double... spacing) {
        int[] count = {(int) (40 / spacing[0]), (int) (60 / spacing[1]), (int) (50 / spacing[2])};
        Volume volume = Volume.zeros(count[0], count[1], count[2], Affine.scaling(spacing, new double[3]));
        for (int z = 0; z < count[2]; z++) {
            for (int y = 0; y < count[1]; y++) {
                for (int x = 0; x < count[0]; x++) {
                    double dx = (x - (count[0] - 1) / 2.0) * spacing[0];
                    double dy = (y - (count[1] - 1) / 2.0) * spacing[1];
                    double dz = (z - (count[2] - 1) / 2.0) * spacing[2];
                    double r = Math.sqrt(dx * dx + dy * dy + dz * dz);
                    volume.voxels()[volume.index(x, y, z)] = (float) (1 / (1 + Math.exp((r - 14) / 2)));
                }
            }
        }
        return volume;
    }

    @ParameterizedTest(name = "{0} x {1} voxels to {2} pixels, {3} voxels each")
    @CsvSource({"30, 40, 32, 1", "31, 41, 32, 1", "30, 41, 16, 2", "33, 35, 16, 2", "70, 20, 16, 3"})
    void onTheScansOwnPixelsItCropsPadsAndTakesMeans(int ny, int nz, int size, int shrink) {
        Volume scan = random(5, ny, nz, 0.75, 1.75, 1.2);
        float[][] cut = PixelGrid.of(scan, View.SAGITTAL, size, shrink).on(flat(scan), Reach.GRID).cut(scan);
        List<Plane> planes = Slicing.of(scan, View.SAGITTAL).cut(scan);
        assertEquals(planes.size(), cut.length);
        for (int i = 0; i < cut.length; i++) {
            assertArrayEquals(shrunk(fitted(planes.get(i), size * shrink), shrink).pixels(), cut[i], 1e-6f);
        }
    }

    /** Centred on a square, half a pixel that is left over beyond; cropped, or with zeros around. */
    private static Plane fitted(Plane plane, int side) {
        int left = (side - plane.width()) / 2; // towards 0
        int top = (side - plane.height()) / 2;
        float[] pixels = new float[side * side];
        for (int row = Math.max(0, top); row < Math.min(side, top + plane.height()); row++) {
            for (int column = Math.max(0, left); column < Math.min(side, left + plane.width()); column++) {
                pixels[column + side * row] = plane.at(column - left, row - top);
            }
        }
        return new Plane(side, side, pixels);
    }

    /** Squares of pixels become their means. */
    private static Plane shrunk(Plane plane, int factor) {
        int side = plane.width() / factor;
        float[] sums = new float[side * side];
        for (int i = 0; i < plane.pixels().length; i++) {
            sums[i % plane.width() / factor + side * (i / plane.width() / factor)] += plane.pixels()[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= factor * factor;
        }
        return new Plane(side, side, sums);
    }

    @ParameterizedTest
    @CsvSource({"30, 40, 48", "31, 41, 48", "31, 41, 41"})
    void pixelsWithinTheWindowAreRestoredUnchanged(int ny, int nz, int size) {
        Volume scan = random(3, ny, nz, 1, 2, 3);
        for (View view : View.values()) {
            Window window = PixelGrid.of(scan, view, size, 1).on(scan, Reach.GRID);
            assertArrayEquals(scan.voxels(), window.restore(window.cut(scan)).voxels(), 1e-6f, view.toString());
        }
    }

    @Test
    void pixelsBeyondTheWindowAreRestoredAsZero() {
        Volume scan = random(2, 40, 40, 1, 1, 1);
        Window window = PixelGrid.of(scan, View.SAGITTAL, 16, 1).on(flat(scan), Reach.GRID);
        Volume back = window.restore(window.cut(scan));
        assertEquals(0, back.at(0, 11, 20));
        assertEquals(scan.at(0, 12, 20), back.at(0, 12, 20), 1e-6f);
        assertEquals(scan.at(1, 27, 27), back.at(1, 27, 27), 1e-6f);
        assertEquals(0, back.at(1, 28, 27));
    }

    @ParameterizedTest(name = "spacing {0} x {1} x {2}")
    @CsvSource({"1, 1, 1", "0.8, 0.75, 3", "2, 1.5, 0.6", "2, 2.5, 3"})
    void aBallLooksTheSameWhateverTheScansSpacing(double dx, double dy, double dz) {
        PixelGrid grid = new PixelGrid(View.SAGITTAL, 32, 2, 2);
        Volume fine = ball(0.5, 0.5, 0.5);
        float[] expected = grid.on(fine, Reach.GRID).cut(fine)[fine.nx() / 2];
        Volume scan = ball(dx, dy, dz);
        float[] middle = grid.on(scan, Reach.GRID).cut(scan)[scan.nx() / 2];
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs(expected[i] - middle[i]));
        }
        assertEquals(0, worst, 0.12, "greatest difference of a pixel");
    }

    @Test
    void aSmoothVolumeSurvivesTheWayThereAndBack() {
        Volume scan = ball(1, 0.7, 0.9);
        Window window = new PixelGrid(View.SAGITTAL, 64, 1.5, 1.5).on(scan, Reach.GRID);
        float[] back = window.restore(window.cut(scan)).voxels();
        double squares = 0;
        for (int i = 0; i < back.length; i++) {
            squares += Math.pow(back[i] - scan.voxels()[i], 2);
        }
        assertEquals(0, Math.sqrt(squares / back.length), 0.01, "root mean square");
    }

    /** Sagittal planes of 80 x 99 mm. */
    @ParameterizedTest
    @CsvSource({"2, 3, 1, 40", "2, 3, 16, 48", "2, 3, 40, 40", "3, 2, 1, 50", "3, 2, 16, 64", "0.5, 3, 16, 160", "80, 99, 16, 16"})
    void aSideIsTheLeastMultipleThatTheWholePlaneFitsInto(double across, double up, int multiple, int side) {
        Volume scan = random(5, 40, 33, 1, 2, 3);
        assertEquals(side, PixelGrid.sideFor(scan, View.SAGITTAL, across, up, multiple));
    }

    @Test
    void aPixelOfShrinkTwoIsTwoVoxelsWideAndHigh() {
        PixelGrid grid = PixelGrid.of(random(5, 40, 33, 1, 2, 3), View.SAGITTAL, 16, 2);
        assertEquals(new PixelGrid(View.SAGITTAL, 16, 4, 6), grid);
    }

    @Test
    void pixelsWithoutExtentAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PixelGrid(View.AXIAL, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new PixelGrid(View.AXIAL, 16, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PixelGrid(View.AXIAL, 16, 1, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new PixelGrid(View.AXIAL, 16, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new PixelGrid(View.AXIAL, 16, Double.NaN, 1));
    }
}
