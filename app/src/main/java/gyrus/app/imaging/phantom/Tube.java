package gyrus.app.imaging.phantom;

/** A chain of round cones through points {@code {x, y, z, radius}}, in mm. */
record Tube(double[]... points) {

    /** Returns a tube with every radius changed by one factor. */
    Tube widened(double factor) {
        double[][] widened = new double[points.length][];
        for (int point = 0; point < points.length; point++) {
            double[] p = points[point];
            widened[point] = new double[] {p[0], p[1], p[2], p[3] * factor};
        }
        return new Tube(widened);
    }

    /** Returns the signed distance in mm, negative inside. */
    double distance(double x, double y, double z) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int link = 1; link < points.length; link++) {
            double[] a = points[link - 1];
            double[] b = points[link];
            double dx = b[0] - a[0];
            double dy = b[1] - a[1];
            double dz = b[2] - a[2];
            double along = ((x - a[0]) * dx + (y - a[1]) * dy + (z - a[2]) * dz) / (dx * dx + dy * dy + dz * dz);
            double t = Math.clamp(along, 0.0, 1.0);
            double ox = x - a[0] - t * dx;
            double oy = y - a[1] - t * dy;
            double oz = z - a[2] - t * dz;
            nearest = Math.min(nearest, Math.sqrt(ox * ox + oy * oy + oz * oz) - (a[3] + t * (b[3] - a[3])));
        }
        return nearest;
    }
}
