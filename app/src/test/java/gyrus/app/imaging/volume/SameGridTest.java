package gyrus.app.imaging.volume;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import gyrus.app.failure.UserError;
import org.junit.jupiter.api.Test;

/** Two images can be compared voxel by voxel only where their grids are one. */
final class SameGridTest {

    private static final double[] SPACING = {1, 2, 3};
    private static final Geometry GRID = grid(4, new double[] {-4, 5, 6});

    @Test
    void otherNumbersOfVoxelsAreRefusedNamingBoth() {
        assertEquals("scan.nii has 4 x 5 x 6 voxels, mask.nii has 3 x 5 x 6: resample one onto the grid of the other",
                refusal(grid(3, new double[] {-4, 5, 6})));
    }

    @Test
    void otherPlacesAreRefusedWithTheVoxelThatIsFurthestAway() {
        assertEquals("scan.nii and mask.nii have as many voxels, but place them differently: voxel (0, 0, 0) lies at"
                + " (-4.00, 5.00, 6.00) mm and at (-4.00, 5.00, 6.20) mm, 0.20 mm apart (orientations RAS and RAS);"
                + " resample one onto the grid of the other", refusal(grid(4, new double[] {-4, 5, 6.2})));
    }

    @Test
    void placesThatDifferByRoundingAreTheSame() {
        assertDoesNotThrow(() -> GRID.requireSame("scan.nii", grid(4, new double[] {-4, 5, 6.05}), "mask.nii"));
    }

    private static String refusal(Geometry other) {
        return assertThrows(UserError.class, () -> GRID.requireSame("scan.nii", other, "mask.nii")).getMessage();
    }

    private static Geometry grid(int nx, double[] origin) {
        return new Geometry(nx, 5, 6, Placement.of(Affine.scaling(SPACING, origin)));
    }
}
