package gyrus.app.imaging.surface;

/**
 * Taubin's smoothing (A signal processing approach to fair surface design, 1995): each round pulls every vertex towards the mean
 * of its neighbours and pushes all back a little further, so that steps between voxels go and the volume stays.
 */
final class Smoothing {

    private static final double PULL = 0.5;
    private static final double PUSH = -0.53;

    private Smoothing() {}

    static Mesh smoothed(Mesh mesh, int rounds) {
        double[] vertices = mesh.vertices().clone();
        for (int round = 0; round < rounds; round++) {
            move(vertices, mesh.triangles(), PULL);
            move(vertices, mesh.triangles(), PUSH);
        }
        return new Mesh(vertices, mesh.triangles());
    }

    /**
     * Moves each vertex by a share of the way to the mean of its neighbours. The triangles are enumerated in place of the
     * neighbours: in a closed surface each neighbour belongs to two triangles of the vertex, so all have equal weights.
     */
    private static void move(double[] vertices, int[] triangles, double share) {
        double[] sums = new double[vertices.length];
        int[] counts = new int[vertices.length / 3];
        for (int t = 0; t < triangles.length; t += 3) {
            for (int corner = 0; corner < 3; corner++) {
                int here = triangles[t + corner];
                for (int other = 1; other < 3; other++) {
                    int there = triangles[t + (corner + other) % 3];
                    for (int axis = 0; axis < 3; axis++) {
                        sums[3 * here + axis] += vertices[3 * there + axis];
                    }
                }
                counts[here] += 2;
            }
        }
        for (int i = 0; i < vertices.length; i++) {
            vertices[i] += share * (sums[i] / counts[i / 3] - vertices[i]);
        }
    }
}
