package gyrus.app.imaging.slices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SlicingTest {

    /** The anatomy that all volumes here show: 3 voxels from left to right, 4 from back to front, 5 from bottom to top. */
    private static final int[] BODY = {3, 4, 5};

    /** All 48 ways to store the body in an array: the world axis of each array axis, and which of them run backwards. */
    static Stream<Volume> storages() {
        List<Volume> volumes = new ArrayList<>();
        for (int[] world : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            for (int flips = 0; flips < 8; flips++) {
                volumes.add(stored(world, flips));
            }
        }
        return volumes.stream();
    }

    /** A voxel at (x, y, z) of the body has the value 100 x + 10 y + z; the affine has a slight tilt. */
    private static Volume stored(int[] world, int flips) {
        double[][] rows = {{0.01, 0.02, -0.01, -50}, {-0.02, 0.01, 0.01, 20}, {0.01, -0.01, 0.02, 7}};
        for (int axis = 0; axis < 3; axis++) {
            rows[world[axis]][axis] = (flips >> axis & 1) == 0 ? 1.5 : -1.5;
        }
        Volume volume = Volume.zeros(BODY[world[0]], BODY[world[1]], BODY[world[2]], new Affine(rows));
        for (int k = 0; k < volume.nz(); k++) {
            for (int j = 0; j < volume.ny(); j++) {
                for (int i = 0; i < volume.nx(); i++) {
                    int[] index = {i, j, k};
                    int[] body = new int[3];
                    for (int axis = 0; axis < 3; axis++) {
                        int size = BODY[world[axis]];
                        body[world[axis]] = (flips >> axis & 1) == 0 ? index[axis] : size - 1 - index[axis];
                    }
                    volume.voxels()[volume.index(i, j, k)] = 100 * body[0] + 10 * body[1] + body[2];
                }
            }
        }
        return volume;
    }

    @ParameterizedTest
    @MethodSource("storages")
    void planesShowTheBodyUprightHoweverItIsStored(Volume volume) {
        List<Plane> sagittal = Slicing.of(volume, View.SAGITTAL).cut(volume);
        List<Plane> coronal = Slicing.of(volume, View.CORONAL).cut(volume);
        List<Plane> axial = Slicing.of(volume, View.AXIAL).cut(volume);
        assertEquals(List.of(3, 4, 5), List.of(sagittal.size(), coronal.size(), axial.size()));
        for (int x = 0; x < 3; x++) {
            for (int y = 0; y < 4; y++) {
                for (int z = 0; z < 5; z++) {
                    float value = 100 * x + 10 * y + z;
                    assertEquals(value, sagittal.get(x).at(y, 4 - z));
                    assertEquals(value, coronal.get(y).at(x, 4 - z));
                    assertEquals(value, axial.get(z).at(x, 3 - y));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("storages")
    void assemblingIsTheInverseOfCutting(Volume volume) {
        for (View view : View.values()) {
            Slicing slicing = Slicing.of(volume, view);
            Volume again = slicing.assemble(slicing.cut(volume));
            assertEquals(volume.grid(), again.grid());
            assertEquals(volume.affine(), again.affine());
            assertArrayEquals(volume.voxels(), again.voxels());
        }
    }

    @ParameterizedTest
    @MethodSource("storages")
    void aPixelNamesTheVoxelThatItShows(Volume volume) {
        for (View view : View.values()) {
            Slicing slicing = Slicing.of(volume, view);
            double[] voxel = slicing.voxel(1, 2, 0);
            assertEquals(volume.at((int) voxel[0], (int) voxel[1], (int) voxel[2]), slicing.cut(volume, 1).at(0, 2));
        }
    }

    @Test
    void planesAreEqualWhereTheirSizesAndPixelsAre() {
        Plane plane = new Plane(2, 3, new float[] {1, 2, 3, 4, 5, 6});
        Plane same = new Plane(2, 3, new float[] {1, 2, 3, 4, 5, 6});
        assertEquals(plane, same);
        assertEquals(plane.hashCode(), same.hashCode());
        for (Object other : List.of(new Plane(3, 2, plane.pixels()), new Plane(2, 3, new float[6]), "plane")) {
            assertNotEquals(plane, other);
            assertNotEquals(plane.hashCode(), other.hashCode());
        }
        assertEquals(6, plane.at(1, 2));
        assertThrows(IllegalArgumentException.class, () -> new Plane(2, 2, new float[5]));
    }

    @Test
    void planesOfAnotherNumberOrSizeAreRefused() {
        Volume volume = stored(new int[] {0, 1, 2}, 0);
        Slicing slicing = Slicing.of(volume, View.SAGITTAL);
        List<Plane> planes = slicing.cut(volume);
        assertThrows(IllegalArgumentException.class, () -> slicing.assemble(planes.subList(0, 2)));
        assertThrows(IllegalArgumentException.class,
                () -> slicing.assemble(Collections.nCopies(3, new Plane(5, 4, new float[20]))));
        assertThrows(IllegalArgumentException.class, () -> slicing.assemble(Collections.nCopies(4, planes.getFirst())));
        assertThrows(IllegalArgumentException.class,
                () -> slicing.assemble(Collections.nCopies(3, new Plane(4, 6, new float[24]))));
        assertThrows(IllegalArgumentException.class, () -> slicing.cut(stored(new int[] {2, 1, 0}, 0)));
    }
}
