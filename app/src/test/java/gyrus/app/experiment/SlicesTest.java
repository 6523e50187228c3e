package gyrus.app.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.imaging.slices.PixelGrid;
import gyrus.app.imaging.slices.View;
import gyrus.app.imaging.slices.Window;
import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import gyrus.app.network.NetworkInput;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SlicesTest {

    /** A block of brain: 6 mm wide in the slices' direction, 22 mm from back to front, 18 mm from bottom to top. */
    private static Volume block(double spacing) {
        int side = (int) (32 / spacing);
        Volume block = Volume.zeros(4, side, side, Affine.scaling(new double[] {3, spacing, spacing}, new double[3]));
        for (int i = 0; i < block.voxels().length; i++) {
            double y = (i / 4 % side + 0.5) * spacing;
            double z = (i / 4 / side + 0.5) * spacing;
            block.voxels()[i] = y > 5 && y < 27 && z > 7 && z < 25 ? 1 : 0;
        }
        return block;
    }

    private static Slices of(Volume subject, PixelGrid grid) {
        return Slices.of(
                NetworkInput.of(subject, "head", grid, Window.Reach.GRID), subject, "head", grid, 2, Arena.ofAuto());
    }

    @Test
    void aMaskHoldsTheShareOfEachPixelThatIsBrain() {
        Volume subject = block(1);
        Slices slices = of(subject, PixelGrid.of(subject, View.SAGITTAL, 16, 2));
        assertEquals(2, slices.masks().count(), "every second slice");
        float[] row = Arrays.copyOfRange(slices.masks().get(0), 8 * 16, 9 * 16);
        assertArrayEquals(new float[] {0, 0, 0.5f, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.5f, 0, 0}, row);
        assertEquals(0.25f, slices.masks().get(0)[3 * 16 + 2], "the block's corner");
    }

    @Test
    void headsOfOtherSpacingsAreSeenInTheSamePixels() {
        Volume first = block(1);
        PixelGrid grid = PixelGrid.of(first, View.SAGITTAL, 16, 2);
        assertEquals(2, grid.across());
        for (double spacing : new double[] {0.5, 0.25}) {
            assertArrayEquals(of(first, grid).masks().get(1), of(block(spacing), grid).masks().get(1), 1e-6f, "spacing " + spacing);
        }
    }
}
