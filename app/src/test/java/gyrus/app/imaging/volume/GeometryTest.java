package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.volume.Geometry.Shift;
import org.junit.jupiter.api.Test;

final class GeometryTest {

    private static Geometry grid(double dx, double dy, double dz, double... origin) {
        return new Geometry(11, 21, 31, Placement.of(Affine.scaling(new double[] {dx, dy, dz}, origin)));
    }

    @Test
    void countsAndNamesItsVoxels() {
        Geometry grid = grid(1, 1, 1, 0, 0, 0);
        assertEquals(11 * 21 * 31, grid.voxels());
        assertEquals("11 x 21 x 31", grid.size());
        assertEquals("(0, 0, 0)", grid.position(0));
        assertEquals("(10, 0, 0)", grid.position(10));
        assertEquals("(0, 1, 0)", grid.position(11));
        assertEquals("(3, 2, 4)", grid.position(3 + 11 * (2 + 21 * 4)));
    }

    @Test
    void aGridThatIsMovedMovesEveryVoxelByAsMuch() {
        Shift shift = grid(1, 2, 3, 0, 0, 0).shift(grid(1, 2, 3, 2, -3, 6)).orElseThrow();
        assertEquals(7, shift.distance(), 1e-12);
        for (int axis = 0; axis < 3; axis++) {
            assertEquals(new double[] {2, -3, 6}[axis], shift.there()[axis] - shift.here()[axis], 1e-12);
        }
    }

    /** Ten, twenty and thirty steps from the first voxel to the last: the corner where all three add up is furthest. */
    @Test
    void aGridOfOtherSpacingsIsFurthestOffAtTheFarCorner() {
        Shift shift = grid(1, 1, 1, 0, 0, 0).shift(grid(1.2, 1.3, 1.2, 0, 0, 0)).orElseThrow();
        assertArrayEquals(new int[] {10, 20, 30}, shift.voxel());
        assertEquals(Math.sqrt(2 * 2 + 6 * 6 + 6 * 6), shift.distance(), 1e-12);
        assertArrayEquals(new double[] {10, 20, 30}, shift.here(), 1e-12);
        assertArrayEquals(new double[] {12, 26, 36}, shift.there(), 1e-12);
    }

    @Test
    void eachAxisAloneHasItsCorner() {
        assertArrayEquals(new int[] {10, 0, 0},
                grid(1, 1, 1, 0, 0, 0).shift(grid(1.5, 1, 1, 0, 0, 0)).orElseThrow().voxel());
        assertArrayEquals(new int[] {0, 20, 0},
                grid(1, 1, 1, 0, 0, 0).shift(grid(1, 1.5, 1, 0, 0, 0)).orElseThrow().voxel());
        assertArrayEquals(new int[] {0, 0, 30},
                grid(1, 1, 1, 0, 0, 0).shift(grid(1, 1, 1.5, 0, 0, 0)).orElseThrow().voxel());
    }

    @Test
    void upToATenthOfTheSmallestSpacingGridsAreTheSame() {
        for (double[] spacing : new double[][] {{1, 2, 3}, {2, 1, 3}, {3, 2, 1}}) {
            Geometry grid = grid(spacing[0], spacing[1], spacing[2], 0, 0, 0);
            assertFalse(grid.shift(grid(spacing[0], spacing[1], spacing[2], 0, 0.099, 0)).isPresent());
            assertTrue(grid.shift(grid(spacing[0], spacing[1], spacing[2], 0, 0.101, 0)).isPresent());
        }
    }
}
