package gyrus.app.imaging.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import gyrus.app.imaging.volume.Affine;
import gyrus.app.imaging.volume.Volume;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarchingCubesTest {

    private static final Affine UNIT = Affine.scaling(new double[] {1, 1, 1}, new double[3]);

    static Volume ball(int side, double radius, Affine affine) {
        Volume mask = Volume.zeros(side, side, side, affine);
        double[] middle = affine.apply((side - 1) / 2.0, (side - 1) / 2.0, (side - 1) / 2.0);
        for (int i = 0; i < mask.voxels().length; i++) {
            double[] p = affine.apply(i % side, i / side % side, i / side / side);
            double r = Math.hypot(Math.hypot(p[0] - middle[0], p[1] - middle[1]), p[2] - middle[2]);
            mask.voxels()[i] = r <= radius ? 1 : 0;
        }
        return mask;
    }

    /** Every edge is walked once in each direction: closed, two triangles at each edge, all turned the same way. */
    static void assertClosedManifold(Mesh mesh) {
        Map<Long, Integer> walked = new HashMap<>();
        int[] triangles = mesh.triangles();
        for (int t = 0; t < triangles.length; t += 3) {
            for (int corner = 0; corner < 3; corner++) {
                walked.merge((long) triangles[t + corner] << 32 | triangles[t + (corner + 1) % 3], 1, Integer::sum);
            }
        }
        walked.forEach((edge, times) -> {
            assertEquals(1, times, "edge " + Long.toHexString(edge));
            assertTrue(walked.containsKey(edge << 32 | edge >>> 32), "edge " + Long.toHexString(edge) + " is open");
        });
    }

    @Test
    void aSingleVoxelIsAnOctahedron() {
        Mesh mesh = MarchingCubes.of(new Volume(1, 1, 1, new float[] {1}, UNIT));
        assertEquals(6, mesh.vertexCount());
        assertEquals(8, mesh.triangleCount());
        assertEquals(1.0 / 6, mesh.volume(), 1e-12);
        assertClosedManifold(mesh);
    }

    @Test
    void aBoxHasItsVolumeLessTheBevelledEdges() {
        int a = 4;
        int b = 6;
        int c = 3;
        Volume mask = Volume.zeros(a + 2, b + 2, c + 2, UNIT);
        for (int z = 1; z <= c; z++) {
            for (int y = 1; y <= b; y++) {
                for (int x = 1; x <= a; x++) {
                    mask.voxels()[mask.index(x, y, z)] = 1;
                }
            }
        }
        Mesh mesh = MarchingCubes.of(mask);
        assertClosedManifold(mesh);
        // Along an edge a prism of 1/8 of a voxel is cut off; at a corner 1/48 is left of 1/8.
        double edges = 4.0 * ((a - 1) + (b - 1) + (c - 1)) / 8;
        double corners = 8 * (1.0 / 8 - 1.0 / 48);
        assertEquals(a * b * c - edges - corners, mesh.volume(), 1e-9);
    }

    @Test
    void aBallOfAnisotropicVoxelsHasItsVolumeInMillimetres() {
        Affine affine = new Affine(new double[][] {{0, -0.75, 0, 4}, {1.2, 0, 0, -9}, {0, 0, -1, 3}});
        double radius = 18;
        Surface surface = Surface.of(ball(60, radius, affine));
        assertClosedManifold(surface.mesh());
        double expected = 4.0 / 3 * Math.PI * Math.pow(radius, 3);
        assertEquals(expected, surface.mesh().volume(), 0.01 * expected);
        double[] middle = affine.apply(29.5, 29.5, 29.5);
        for (int v = 0; v < surface.mesh().vertexCount(); v++) {
            double[] p = surface.mesh().vertices();
            double r = Math.hypot(Math.hypot(p[3 * v] - middle[0], p[3 * v + 1] - middle[1]), p[3 * v + 2] - middle[2]);
            assertEquals(radius, r, 0.5, "smooth to half a millimetre");
        }
        assertEquals(2, surface.mesh().vertexCount() - surface.mesh().triangleCount() / 2, "Euler's number of a sphere");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 0.9})
    void randomMasksHaveClosedManifoldsOfTheRightSide(double density) {
        Random random = new Random(8);
        for (int trial = 0; trial < 12; trial++) {
            float[] voxels = new float[7 * 6 * 5];
            int count = 0;
            for (int i = 0; i < voxels.length; i++) {
                voxels[i] = random.nextDouble() < density ? 1 : 0;
                count += (int) voxels[i];
            }
            Mesh mesh = MarchingCubes.of(new Volume(7, 6, 5, voxels, UNIT));
            assertClosedManifold(mesh);
            assertTrue(mesh.volume() > 0 && mesh.volume() <= count, mesh.volume() + " of " + count + " voxels");
            Set<Integer> used = new HashSet<>();
            for (int vertex : mesh.triangles()) {
                used.add(vertex);
            }
            assertEquals(mesh.vertexCount(), used.size(), "no vertex is left over");
        }
    }

    @Test
    void thePlateWithTheMostEntangledMiddleIsClosedToo() {
        float[] voxels = new float[4 * 4 * 3]; // full, chequered, full
        for (int i = 0; i < voxels.length; i++) {
            boolean middle = i / 16 == 1;
            voxels[i] = !middle || (i % 4 + i / 4) % 2 == 0 ? 1 : 0;
        }
        assertClosedManifold(MarchingCubes.of(new Volume(4, 4, 3, voxels, UNIT)));
    }

    @Test
    void nothingHasNoSurface() {
        Surface surface = Surface.of(Volume.zeros(3, 3, 3, UNIT));
        assertEquals(0, surface.mesh().vertexCount());
        assertEquals(0, surface.mesh().volume());
    }
}
