package gyrus.app.imaging.surface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import gyrus.app.imaging.volume.Affine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurfaceFileTest {

    @TempDir
    private Path folder;

    private static Mesh mesh() {
        Affine affine = Affine.scaling(new double[] {0.75, 1.75, 1.75}, new double[] {-90, -110, -60});
        return Surface.of(MarchingCubesTest.ball(12, 7, affine)).mesh();
    }

    @Test
    void binaryStlReadsBackAsTheTrianglesInMillimetres() throws IOException {
        Mesh mesh = mesh();
        SurfaceFile.writeStl(folder.resolve("ball.stl"), mesh);
        ByteBuffer stl = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("ball.stl"))).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(mesh.triangleCount(), stl.getInt(80));
        assertEquals(84 + 50 * mesh.triangleCount(), stl.capacity());
        stl.position(84);
        for (int t = 0; t < mesh.triangleCount(); t++) {
            double[] n = {stl.getFloat(), stl.getFloat(), stl.getFloat()};
            assertEquals(1, Math.hypot(Math.hypot(n[0], n[1]), n[2]), 1e-5, "a normal of length 1");
            for (int corner = 0; corner < 3; corner++) {
                for (int axis = 0; axis < 3; axis++) {
                    assertEquals(mesh.vertices()[3 * mesh.triangles()[3 * t + corner] + axis], stl.getFloat(), 1e-4);
                }
            }
            assertEquals(0, stl.getShort());
        }
    }

    @Test
    void objReadsBackAsTheSameMesh() throws IOException {
        Mesh mesh = mesh();
        SurfaceFile.writeObj(folder.resolve("ball.obj"), mesh);
        List<Double> vertices = new ArrayList<>();
        List<Integer> triangles = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("ball.obj"))) {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
                switch (words[0]) {
                    case "v" -> vertices.add(Double.parseDouble(words[i]));
                    case "f" -> triangles.add(Integer.parseInt(words[i]) - 1);
                    default -> assertEquals("#", words[0]);
                }
            }
        }
        assertArrayEquals(mesh.triangles(), triangles.stream().mapToInt(i -> i).toArray());
        assertArrayEquals(mesh.vertices(), vertices.stream().mapToDouble(x -> x).toArray(), 5.01e-4);
    }
}
