package gyrus.app.imaging.surface;

import gyrus.model.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Meshes as files for 3D viewers and printers; coordinates as they are, for ours millimetres. */
public final class SurfaceFile {

    private static final int STL_HEADER = 80;
    private static final int STL_TRIANGLE = 50;

    private SurfaceFile() {}

    /**
     * Writes a mesh as binary STL: 80 bytes of title, the number of triangles, and for each its normal, its corners and two bytes
     * of zero.
     */
    public static void writeStl(Path file, Mesh mesh) throws IOException {
        int bytes = Math.addExact(STL_HEADER + Integer.BYTES, Math.multiplyExact(STL_TRIANGLE, mesh.triangleCount()));
        ByteBuffer stl = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        stl.put("binary STL of gyrus, millimetres, RAS+".getBytes(StandardCharsets.US_ASCII)); // must not begin with "solid"
        stl.position(STL_HEADER).putInt(mesh.triangleCount());
        for (int t = 0; t < mesh.triangleCount(); t++) {
            double[] normal = mesh.normal(t);
            double length = Math.hypot(Math.hypot(normal[0], normal[1]), normal[2]);
            for (double part : normal) {
                stl.putFloat(length > 0 ? (float) (part / length) : 0);
            }
            for (int corner = 3 * t; corner < 3 * t + 3; corner++) {
                for (int axis = 0; axis < 3; axis++) {
                    stl.putFloat((float) mesh.vertices()[3 * mesh.triangles()[corner] + axis]);
                }
            }
            stl.putShort((short) 0);
        }
        AtomicFile.write(file, stl.array());
    }

    /**
     * Writes a mesh as Wavefront OBJ: a line per vertex, to a thousandth of a unit, and a line per triangle, vertices counted
     * from 1.
     */
    public static void writeObj(Path file, Mesh mesh) throws IOException {
        StringBuilder obj = new StringBuilder("# surface of gyrus, millimetres, RAS+\n");
        for (int v = 0; v < mesh.vertices().length; v += 3) {
            obj.append(String.format(Locale.ROOT, "v %.3f %.3f %.3f%n", mesh.vertices()[v], mesh.vertices()[v + 1],
                    mesh.vertices()[v + 2]));
        }
        for (int t = 0; t < mesh.triangles().length; t += 3) {
            obj.append("f ").append(mesh.triangles()[t] + 1).append(' ').append(mesh.triangles()[t + 1] + 1).append(' ')
                    .append(mesh.triangles()[t + 2] + 1).append('\n');
        }
        AtomicFile.write(file, obj.toString());
    }
}
