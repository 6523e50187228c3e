package gyrus.app.imaging.surface;

/** The side that a head is viewed from, with the axes of the picture in RAS+. */
public enum Side {
    /** The patient's left: the nose points left. */
    LEFT(new double[] {0, -1, 0}, new double[] {0, 0, 1}),
    /** The front: the patient's left is on the right. */
    FRONT(new double[] {-1, 0, 0}, new double[] {0, 0, 1}),
    /** From above, the nose on top. */
    TOP(new double[] {1, 0, 0}, new double[] {0, 1, 0});

    private final double[] right;
    private final double[] up;

    Side(double[] right, double[] up) {
        this.right = right;
        this.up = up;
    }

    /** Returns a vector's parts to the picture's right, to its top and towards the viewer. */
    double[] seen(double x, double y, double z) {
        double[] v = {x, y, z};
        double[] viewer = {
            right[1] * up[2] - right[2] * up[1], right[2] * up[0] - right[0] * up[2], right[0] * up[1] - right[1] * up[0]};
        return new double[] {dot(right, v), dot(up, v), dot(viewer, v)};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }
}
