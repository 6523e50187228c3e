package gyrus.app.imaging.slices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.noise.Noise;
import gyrus.app.imaging.slices.Window.Reach;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A made-up head, an ellipsoid of 60 x 84 x 70 mm, in a field of view of 144 x 243 x 180 mm with voxels of 3 x 4.5 x 4 mm. */
class WindowTest {

    private static final int NX = 48;
    private static final int NY = 54;
    private static final int NZ = 45;
    private static final double[] SPACING = {3, 4.5, 4};
    private static final double[] RADII = {30, 42, 35};

    private static Volume head(double x, double y, double z) {
        Volume head = Volume.zeros(NX, NY, NZ, Affine.scaling(SPACING, new double[3]));
        for (int k = 0; k < NZ; k++) {
            for (int j = 0; j < NY; j++) {
                for (int i = 0; i < NX; i++) {
                    double squares = square((SPACING[0] * i - x) / RADII[0]) + square((SPACING[1] * j - y) / RADII[1])
                            + square((SPACING[2] * k - z) / RADII[2]);
                    head.voxels()[head.index(i, j, k)] = squares < 1 ? 0.6f : 0;
                }
            }
        }
        return head;
    }

    private static double square(double value) {
        return value * value;
    }

    private static Volume mask(Volume head) {
        Volume mask = Volume.zeros(NX, NY, NZ, head.affine());
        for (int i = 0; i < mask.voxels().length; i++) {
            mask.voxels()[i] = head.voxels()[i] > 0.3f ? 1 : 0;
        }
        return mask;
    }

    private static double kept(Window window, Volume mask) {
        double all = 0;
        double kept = 0;
        float[] seen = window.seen().voxels();
        for (int i = 0; i < seen.length; i++) {
            all += mask.voxels()[i];
            kept += mask.voxels()[i] * seen[i];
        }
        return kept / all;
    }

    @ParameterizedTest
    @CsvSource({
        "SAGITTAL, 45, 60, 50", "SAGITTAL, 100, 190, 130", "SAGITTAL, 72, 45, 140",
        "CORONAL, 45, 60, 50", "CORONAL, 110, 190, 130", "CORONAL, 35, 120, 140",
        "AXIAL, 45, 60, 50", "AXIAL, 110, 190, 130", "AXIAL, 35, 195, 90"})
    void aHeadAnywhereInALargeFieldOfViewIsSeenWhole(View view, double x, double y, double z) {
        Volume head = head(x, y, z);
        Window window = new PixelGrid(view, 32, 3, 3).on(head, Reach.GRID);
        assertEquals(1, kept(window, mask(head)), 1e-6);
        assertEquals(0, window.foregroundOutside(), 1e-6);
        assertEquals(32, window.width());
        assertEquals(32, window.height());
    }

    @ParameterizedTest
    @EnumSource(View.class)
    void theHeadLiesInTheMiddleOfTheWindow(View view) {
        Window window = new PixelGrid(view, 32, 3, 3).on(head(72, 120, 90), Reach.GRID);
        Volume head = head(48, 186, 60);
        Window moved = new PixelGrid(view, 32, 3, 3).on(head, Reach.GRID);
        float[] expected = middle(window.cut(head(72, 120, 90)));
        float[] found = middle(moved.cut(head));
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.abs(expected[i] - found[i]) / expected.length;
        }
        assertEquals(0, difference, 0.08, "the same head at another place looks the same");
    }

    /** The slice that shows the most. */
    private static float[] middle(float[][] slices) {
        float[] fullest = slices[0];
        double most = -1;
        for (float[] slice : slices) {
            double sum = 0;
            for (float value : slice) {
                sum += value;
            }
            if (sum > most) {
                most = sum;
                fullest = slice;
            }
        }
        return fullest;
    }

    @ParameterizedTest
    @EnumSource(Noise.Kind.class)
    void noiseDoesNotMoveTheWindow(Noise.Kind kind) {
        Volume head = head(100, 190, 130);
        float[] noisy = new Noise(kind, 0.4, 1).over(head.voxels(), "head", 0);
        Window window = new PixelGrid(View.SAGITTAL, 32, 3, 3)
                .on(new Volume(NX, NY, NZ, noisy, head.affine()), Reach.HEAD);
        assertEquals(32, window.width(), "no noise is taken for head");
        assertEquals(1, kept(window, mask(head)), 1e-3);
    }

    @Test
    void brightSpecksAndATableDoNotMoveTheWindow() {
        Volume head = head(100, 190, 130);
        Volume mask = mask(head);
        for (int i = 0; i < 40; i++) {
            head.voxels()[head.index(i * 31 % NX, i * 17 % 20, i * 13 % NZ)] = 1;
        }
        for (int i = 0; i < NX; i++) {
            for (int k = 6; k < NZ; k++) {
                head.voxels()[head.index(i, 8, k)] = 0.5f;
            }
        }
        Window window = new PixelGrid(View.SAGITTAL, 32, 3, 3).on(head, Reach.HEAD);
        assertEquals(32, window.width());
        assertEquals(1, kept(window, mask), 1e-6);
    }

    @Test
    void aMirroredArrayIsSeenThroughTheSameWindow() {
        Volume head = head(100, 190, 130);
        Volume mirrored = Volume.zeros(NX, NY, NZ,
                new Affine(new double[][] {{-3, 0, 0, 3 * (NX - 1)}, {0, -4.5, 0, 4.5 * (NY - 1)}, {0, 0, -4, 4 * (NZ - 1)}}));
        for (int i = 0; i < head.voxels().length; i++) {
            mirrored.voxels()[head.voxels().length - 1 - i] = head.voxels()[i];
        }
        for (View view : View.values()) {
            PixelGrid grid = new PixelGrid(view, 32, 3.3, 2.9);
            float[][] expected = grid.on(head, Reach.GRID).cut(head);
            float[][] found = grid.on(mirrored, Reach.GRID).cut(mirrored);
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], found[i], 1e-4f, view.toString());
            }
        }
    }

    /** The window sees the middle 48 mm of 84 mm across, and all of 70 mm upwards. */
    @Test
    void thePartOutsideTheWindowIsMeasured() {
        Volume head = head(100, 120, 90);
        Window window = new PixelGrid(View.SAGITTAL, 16, 3, 4.5).on(head, Reach.GRID);
        double kept = kept(window, mask(head));
        assertTrue(kept > 0.7 && kept < 0.85, "kept " + kept);
        assertEquals(1 - kept, window.foregroundOutside(), 0.05);
    }

    @Test
    void aTrainedNetworkSeesAHeadThatIsLargerThanItsWindow() {
        Volume head = head(100, 120, 90);
        Window window = new PixelGrid(View.SAGITTAL, 16, 3, 6).on(head, Reach.HEAD);
        assertTrue(window.width() == 32 || window.width() == 48, "84 mm and a rim of up to a block: " + window.width());
        assertEquals(16, window.height(), "70 mm and a rim fit into 96 mm");
        Volume mask = mask(head);
        assertEquals(1, kept(window, mask), 0.01);
        float[] back = window.restore(window.cut(mask)).voxels();
        double all = 0;
        double difference = 0;
        for (int i = 0; i < back.length; i++) {
            all += mask.voxels()[i];
            difference += Math.abs(back[i] - mask.voxels()[i]);
        }
        assertTrue(difference / all < 0.3, "there and back: " + difference / all);
    }

    @Test
    void theWholePlaneIsSeenWhereItIsAskedFor() {
        Volume head = head(100, 120, 90);
        Window window = new PixelGrid(View.SAGITTAL, 16, 4.5, 4).on(head, Reach.PLANE);
        assertEquals(64, window.width(), "54 pixels need 64");
        assertEquals(48, window.height(), "45 pixels need 48");
        assertArrayEquals(head.voxels(), window.restore(window.cut(head)).voxels(), 1e-6f);
    }

    /** A bright block of 30 voxels in planes of 100 x 20 voxels, of which a window of 32 x 32 pixels sees the whole height. */
    @ParameterizedTest
    @CsvSource({"0, 0, 32", "6, 5, 37", "60, 59, 91", "70, 68, 100"})
    void alongTheLongSideAloneTheWindowFollowsTheHeadAndStaysInThePlane(int head, int from, int to) {
        Volume scan = Volume.zeros(3, 100, 20, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        for (int i = 0; i < scan.voxels().length; i++) {
            int y = i / 3 % 100;
            scan.voxels()[i] = y >= head && y < head + 30 ? 0.6f : 0;
        }
        Window window = new PixelGrid(View.SAGITTAL, 32, 1, 1).on(scan, Reach.GRID);
        Volume seen = window.seen();
        for (int y = 0; y < 100; y++) {
            boolean certain = Math.abs(y - from) > 5 && Math.abs(y - to) > 5; // blocks are up to seven voxels long
            if (certain || y == 0 || y == 99) {
                assertEquals(y >= from && y < to ? 1 : 0, seen.at(1, y, 0), "voxel " + y);
            }
        }
        assertEquals(32, IntStream.range(0, 100).filter(y -> seen.at(1, y, 19) == 1).count(), "all its pixels");
        assertEquals(0, window.foregroundOutside(), 1e-6);
    }

    @Test
    void aPlaneOfAMultipleOf16PixelsNeedsNoMore() {
        Volume picture = Volume.zeros(64, 96, 1, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        Window window = new PixelGrid(View.AXIAL, 16, 1, 1).on(picture, Reach.PLANE);
        assertEquals(64, window.width());
        assertEquals(96, window.height());
    }

    @Test
    void noSideGrowsBeyond2048Pixels() {
        Volume picture = Volume.zeros(2100, 40, 1, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        Window window = new PixelGrid(View.AXIAL, 16, 1, 1).on(picture, Reach.PLANE);
        assertEquals(2048, window.width());
        assertEquals(48, window.height(), "40 pixels need 48");
        assertEquals(1, window.count());
        float[] seen = window.seen().voxels();
        assertEquals(0, seen[25], "26 of 52 voxels that do not fit lie before the window");
        assertEquals(1, seen[26]);
        assertEquals(1, seen[2073]);
        assertEquals(0, seen[2074]);
    }

    /** A tall scan: the head's top at the top, the neck down to the lower end. */
    @Test
    void theLowerEndOfAHeadWithNeckIsLeftOut() {
        Volume scan = Volume.zeros(24, 40, 100, Affine.scaling(new double[] {3, 3, 3}, new double[3]));
        for (int z = 0; z < 90; z++) {
            for (int y = 10; y < 30; y++) {
                for (int x = 4; x < 20; x++) {
                    scan.voxels()[scan.index(x, y, z)] = 0.6f;
                }
            }
        }
        Window window = new PixelGrid(View.SAGITTAL, 48, 3, 3).on(scan, Reach.GRID);
        float[] seen = window.seen().voxels();
        assertEquals(1, seen[scan.index(10, 20, 89)], "the top of the head");
        assertEquals(0, seen[scan.index(10, 20, 10)], "the neck");
        assertEquals(42.0 / 90, window.foregroundOutside(), 0.03);
    }

    /** Slices are turned as docs/how-to/load-in-pytorch.md says, on a scan whose array runs to the left, to the back and down. */
    @Test
    void rowZeroIsSuperiorOrAnteriorAndColumnsRunToTheFrontOrToTheRight() {
        Affine backwards = new Affine(new double[][] {{-1, 0, 0, 15}, {0, -1, 0, 15}, {0, 0, -1, 15}});
        Volume scan = Volume.zeros(16, 16, 16, backwards);
        scan.voxels()[scan.index(0, 0, 0)] = 1; // the right, anterior, superior corner
        for (View view : View.values()) {
            float[][] slices = new PixelGrid(view, 16, 1, 1).on(scan, Reach.GRID).cut(scan);
            assertEquals(1, slices[15][15], view + ": last slice, first row, last column");
        }
    }

    @Test
    void aPictureOfManyThingsIsSeenWhole() {
        Volume picture = Volume.zeros(64, 64, 1, Affine.scaling(new double[] {1, 1, 1}, new double[3]));
        picture.voxels()[picture.index(5, 5, 0)] = 1;
        for (int i = 0; i < 100; i++) {
            picture.voxels()[picture.index(40 + i % 10, 40 + i / 10, 0)] = 1;
        }
        Window window = new PixelGrid(View.AXIAL, 16, 1, 1).on(picture, Reach.HEAD);
        assertArrayEquals(picture.voxels(), window.restore(window.cut(picture)).voxels());
    }
}
