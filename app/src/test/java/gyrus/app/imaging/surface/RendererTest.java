package gyrus.app.imaging.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class RendererTest {

    private static final Affine UNIT = Affine.scaling(new double[] {1, 1, 1}, new double[3]);

    /** A box of voxels from one corner to another, both included. */
    private static Volume box(int side, int[] low, int[] high) {
        Volume mask = Volume.zeros(side, side, side, UNIT);
        for (int z = low[2]; z <= high[2]; z++) {
            for (int y = low[1]; y <= high[1]; y++) {
                for (int x = low[0]; x <= high[0]; x++) {
                    mask.voxels()[mask.index(x, y, z)] = 1;
                }
            }
        }
        return mask;
    }

    private static double covered(BufferedImage image) {
        double covered = 0;
        for (int argb : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            covered += (argb >>> 24) / 255.0;
        }
        return covered;
    }

    @Test
    void aBallCoversItsDiscFromEverySideAndIsBrightestWhereTheLightComesFrom() {
        Surface ball = Surface.of(MarchingCubesTest.ball(50, 20, UNIT));
        for (Side side : Side.values()) {
            BufferedImage image = new Renderer(List.of(ball), 100).render(ball, side);
            double pixel = 40 * 1.08 / 100;
            assertEquals(Math.PI * 20 * 20, covered(image) * pixel * pixel, 0.03 * Math.PI * 400);
            assertTrue(grey(image, 33, 28) > grey(image, 50, 50) && grey(image, 50, 50) > grey(image, 72, 78), side.toString());
        }
    }

    private static int grey(BufferedImage image, int x, int y) {
        Color colour = new Color(image.getRGB(x, y));
        return colour.getRed() + colour.getGreen() + colour.getBlue();
    }

    @Test
    void sidesShowWhatIsThere() {
        // A tall column at the front left of the patient, a flat slab behind it on the right: RAS+, so left is low x.
        Volume mask = box(30, new int[] {2, 20, 2}, new int[] {7, 27, 27});
        Volume slab = box(30, new int[] {12, 2, 2}, new int[] {27, 9, 6});
        for (int i = 0; i < slab.voxels().length; i++) {
            mask.voxels()[i] += slab.voxels()[i];
        }
        Surface surface = Surface.of(mask);
        Renderer renderer = new Renderer(List.of(surface), 120);
        assertTall(renderer.render(surface, Side.LEFT), true, "from the left the front is on the left");
        assertTall(renderer.render(surface, Side.FRONT), false, "from the front the patient's left is on the right");
        BufferedImage top = renderer.render(surface, Side.TOP);
        assertTrue(opaque(top, 15, 20) && !opaque(top, 100, 20), "from above the left front is at the upper left");
        assertTrue(opaque(top, 90, 100) && !opaque(top, 15, 100), "and the right back at the lower right");
    }

    private static void assertTall(BufferedImage image, boolean left, String what) {
        int column = left ? 20 : 99;
        assertTrue(opaque(image, column, 20) && !opaque(image, 119 - column, 20), what);
        assertTrue(opaque(image, 119 - column, 100), what);
    }

    private static boolean opaque(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) >>> 24 == 255;
    }

    @Test
    void wrongVoxelsAreColoured() {
        Volume truth = box(30, new int[] {3, 3, 3}, new int[] {26, 26, 20});
        Volume prediction = box(30, new int[] {3, 3, 3}, new int[] {26, 26, 20});
        for (int z = 21; z <= 24; z++) { // too much at the left of the top
            for (int y = 8; y <= 20; y++) {
                for (int x = 4; x <= 11; x++) {
                    prediction.voxels()[prediction.index(x, y, z)] = 1;
                }
            }
        }
        for (int z = 16; z <= 20; z++) { // missed at its right
            for (int y = 8; y <= 20; y++) {
                for (int x = 18; x <= 25; x++) {
                    prediction.voxels()[prediction.index(x, y, z)] = 0;
                }
            }
        }
        Surface surface = Surface.ofErrors(prediction, truth);
        BufferedImage top = new Renderer(List.of(surface), 90).render(surface, Side.TOP);
        Color left = new Color(top.getRGB(20, 45));
        Color right = new Color(top.getRGB(68, 45));
        Color between = new Color(top.getRGB(45, 75));
        assertTrue(left.getRed() > 2 * left.getBlue(), "too much is orange: " + left);
        assertTrue(right.getBlue() > 2 * right.getRed(), "missed is blue: " + right);
        assertTrue(Math.abs(between.getRed() - between.getBlue()) < 50, "the rest is plain: " + between);
    }

    @Test
    void nearerSurfacesHideFartherOnes() {
        Surface near = coloured(box(20, new int[] {4, 4, 14}, new int[] {15, 15, 16}), Surface.TOO_MUCH);
        Surface far = coloured(box(20, new int[] {4, 4, 3}, new int[] {15, 15, 6}), Surface.MISSED);
        Surface both = joined(near, far);
        Color middle = new Color(new Renderer(List.of(both), 60).render(both, Side.TOP).getRGB(30, 30));
        assertTrue(middle.getRed() > middle.getBlue(), "from above the upper one is seen: " + middle);
        Surface swapped = joined(far, near);
        assertEquals(middle, new Color(new Renderer(List.of(swapped), 60).render(swapped, Side.TOP).getRGB(30, 30)));
    }

    private static Surface coloured(Volume mask, Color colour) {
        Mesh mesh = Surface.of(mask).mesh();
        float[] colours = new float[mesh.vertices().length];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = colour.getRGBColorComponents(null)[i % 3];
        }
        return new Surface(mesh, colours);
    }

    private static Surface joined(Surface a, Surface b) {
        double[] vertices = new double[a.mesh().vertices().length + b.mesh().vertices().length];
        float[] colours = new float[vertices.length];
        int[] triangles = new int[a.mesh().triangles().length + b.mesh().triangles().length];
        System.arraycopy(a.mesh().vertices(), 0, vertices, 0, a.mesh().vertices().length);
        System.arraycopy(b.mesh().vertices(), 0, vertices, a.mesh().vertices().length, b.mesh().vertices().length);
        System.arraycopy(a.colours(), 0, colours, 0, a.colours().length);
        System.arraycopy(b.colours(), 0, colours, a.colours().length, b.colours().length);
        System.arraycopy(a.mesh().triangles(), 0, triangles, 0, a.mesh().triangles().length);
        for (int i = 0; i < b.mesh().triangles().length; i++) {
            triangles[a.mesh().triangles().length + i] = b.mesh().triangles()[i] + a.mesh().vertexCount();
        }
        return new Surface(new Mesh(vertices, triangles), colours);
    }
}
