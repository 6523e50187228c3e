package gyrus.app.imaging.surface;

import gyrus.app.imaging.volume.Volume;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The surface of a mask by marching cubes (Lorensen and Cline 1987): a vertex halfway along every line between neighbouring
 * voxel centres that leaves the mask, and within each cube of eight centres the loops that join them.
 *
 * <p>The loops are traced instead of looked up. On a face whose corners are in and out crosswise the two inner corners are
 * kept apart, which is a rule both cubes at the face follow. So the surface is closed and every edge has two triangles,
 * whatever the mask; around the volume everything is outside.
 */
public final class MarchingCubes {

    /** Corners around each face of a cube, counter-clockwise from outside; bit 0 of a corner is x, bit 1 y, bit 2 z. */
    private static final int[][] FACES = {
        {0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}};

    private static final int EDGES = 64; // an edge's number is its lower corner + 8 its upper

    private final Volume mask;
    private final Map<Integer, Integer> vertexOfLine = new HashMap<>();
    private double[] vertices = new double[1 << 12];
    private int vertexCount;
    private int[] triangles = new int[1 << 13];
    private int corners;

    private MarchingCubes(Volume mask) {
        this.mask = mask;
    }

    /** Returns the surface of the voxels above one half, vertices in voxel indices. */
    public static Mesh of(Volume mask) {
        MarchingCubes march = new MarchingCubes(mask);
        boolean[] inside = new boolean[8];
        for (int z = -1; z < mask.nz(); z++) {
            for (int y = -1; y < mask.ny(); y++) {
                for (int x = -1; x < mask.nx(); x++) {
                    int count = 0;
                    for (int corner = 0; corner < 8; corner++) {
                        inside[corner] = march.isInside(x + (corner & 1), y + (corner >> 1 & 1), z + (corner >> 2));
                        count += inside[corner] ? 1 : 0;
                    }
                    if (count > 0 && count < 8) {
                        march.cube(x, y, z, inside);
                    }
                }
            }
        }
        return new Mesh(Arrays.copyOf(march.vertices, 3 * march.vertexCount), Arrays.copyOf(march.triangles, march.corners));
    }

    private boolean isInside(int x, int y, int z) {
        return x >= 0 && y >= 0 && z >= 0 && x < mask.nx() && y < mask.ny() && z < mask.nz() && mask.at(x, y, z) > 0.5f;
    }

    private void cube(int x, int y, int z, boolean[] inside) {
        int[] next = new int[EDGES]; // along the loops, from edge to edge
        Arrays.fill(next, -1);
        for (int[] face : FACES) {
            for (int k = 0; k < 4; k++) {
                if (!inside[face[k]] && inside[face[(k + 1) % 4]]) { // a run of inner corners begins: find its end
                    int end = (k + 1) % 4;
                    while (inside[face[(end + 1) % 4]]) {
                        end = (end + 1) % 4;
                    }
                    next[edge(face[k], face[(k + 1) % 4])] = edge(face[end], face[(end + 1) % 4]);
                }
            }
        }
        int[] loop = new int[12];
        for (int start = 0; start < EDGES; start++) {
            int length = 0;
            for (int edge = start; next[edge] >= 0;) {
                loop[length++] = edge;
                int following = next[edge];
                next[edge] = -1;
                edge = following;
            }
            if (length > 0) {
                fill(x, y, z, Arrays.copyOf(loop, length));
            }
        }
    }

    private static int edge(int a, int b) {
        return Math.min(a, b) + 8 * Math.max(a, b);
    }

    /**
     * Covers a loop by a fan of triangles. Its inner lines must not lie in a face of the cube, where the neighbour might have the
     * same line; where no corner of the loop allows that, the fan's centre is a vertex of its own.
     */
    private void fill(int x, int y, int z, int[] loop) {
        int n = loop.length;
        int[] vertex = new int[n];
        for (int i = 0; i < n; i++) {
            vertex[i] = vertex(x, y, z, loop[i]);
        }
        for (int apex = 0; apex < n; apex++) {
            boolean within = true;
            for (int i = 2; i < n - 1; i++) {
                within &= !shareFace(loop[apex], loop[(apex + i) % n]);
            }
            if (within) {
                for (int i = 1; i < n - 1; i++) {
                    triangle(vertex[apex], vertex[(apex + i) % n], vertex[(apex + i + 1) % n]);
                }
                return;
            }
        }
        double[] centre = new double[3];
        for (int v : vertex) {
            for (int axis = 0; axis < 3; axis++) {
                centre[axis] += vertices[3 * v + axis] / n;
            }
        }
        int middle = add(centre[0], centre[1], centre[2]);
        for (int i = 0; i < n; i++) {
            triangle(middle, vertex[i], vertex[(i + 1) % n]);
        }
    }

    /** Returns whether two edges of a cube lie in one of its faces: then all four corners agree in a coordinate. */
    private static boolean shareFace(int edge, int other) {
        int same = edge & edge >> 3 & other & other >> 3;
        int none = ~(edge | edge >> 3 | other | other >> 3);
        return ((same | none) & 7) != 0;
    }

    /** Returns the vertex on an edge of a cube, shared by the cubes around it. */
    private int vertex(int x, int y, int z, int edge) {
        int low = edge & 7;
        int axis = Integer.numberOfTrailingZeros(low ^ edge >> 3);
        int lx = x + (low & 1);
        int ly = y + (low >> 1 & 1);
        int lz = z + (low >> 2);
        int line = 3 * (lx + 1 + (mask.nx() + 1) * (ly + 1 + (mask.ny() + 1) * (lz + 1))) + axis;
        return vertexOfLine.computeIfAbsent(line,
                key -> add(lx + (axis == 0 ? 0.5 : 0), ly + (axis == 1 ? 0.5 : 0), lz + (axis == 2 ? 0.5 : 0)));
    }

    private int add(double x, double y, double z) {
        if (3 * vertexCount + 3 > vertices.length) {
            vertices = Arrays.copyOf(vertices, 2 * vertices.length);
        }
        vertices[3 * vertexCount] = x;
        vertices[3 * vertexCount + 1] = y;
        vertices[3 * vertexCount + 2] = z;
        return vertexCount++;
    }

    private void triangle(int a, int b, int c) {
        if (corners + 3 > triangles.length) {
            triangles = Arrays.copyOf(triangles, 2 * triangles.length);
        }
        triangles[corners++] = a;
        triangles[corners++] = b;
        triangles[corners++] = c;
    }
}
