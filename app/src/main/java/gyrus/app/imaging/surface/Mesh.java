package gyrus.app.imaging.surface;

import gyrus.app.imaging.volume.Affine;

/**
 * A surface of triangles.
 *
 * @param vertices x, y, z of each vertex
 * @param triangles three vertices each, counter-clockwise as seen from outside
 */
public record Mesh(double[] vertices, int[] triangles) {

    /** Returns the number of vertices. */
    public int vertexCount() {
        return vertices.length / 3;
    }

    /** Returns the number of triangles. */
    public int triangleCount() {
        return triangles.length / 3;
    }

    /**
     * Returns the mesh with its vertices moved by an affine map, such as from voxel indices to millimetres; outside stays outside.
     */
    Mesh moved(Affine affine) {
        double[] moved = new double[vertices.length];
        for (int v = 0; v < moved.length; v += 3) {
            System.arraycopy(affine.apply(vertices[v], vertices[v + 1], vertices[v + 2]), 0, moved, v, 3);
        }
        int[] turned = triangles.clone();
        if (affine.determinant() < 0) {
            for (int t = 0; t < turned.length; t += 3) {
                turned[t] = triangles[t + 1];
                turned[t + 1] = triangles[t];
            }
        }
        return new Mesh(moved, turned);
    }

    /** Returns the outward normal of a triangle, as long as twice its area. */
    double[] normal(int triangle) {
        int a = 3 * triangles[3 * triangle];
        int b = 3 * triangles[3 * triangle + 1];
        int c = 3 * triangles[3 * triangle + 2];
        double ux = vertices[b] - vertices[a];
        double uy = vertices[b + 1] - vertices[a + 1];
        double uz = vertices[b + 2] - vertices[a + 2];
        double vx = vertices[c] - vertices[a];
        double vy = vertices[c + 1] - vertices[a + 1];
        double vz = vertices[c + 2] - vertices[a + 2];
        return new double[] {uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx};
    }

    /** Returns the volume within, for a closed surface, by the divergence theorem. */
    public double volume() {
        double sum = 0;
        for (int t = 0; t < triangleCount(); t++) {
            double[] normal = normal(t);
            int a = 3 * triangles[3 * t];
            sum += vertices[a] * normal[0] + vertices[a + 1] * normal[1] + vertices[a + 2] * normal[2];
        }
        return sum / 6;
    }
}
