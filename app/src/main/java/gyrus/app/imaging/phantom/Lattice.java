package gyrus.app.imaging.phantom;

import java.util.stream.IntStream;

/**
 * A smooth scalar field, sampled once on a cubic lattice around the origin. Reading it costs one trilinear interpolation, however
 * expensive the field is to compute. Points outside the cube have the value of its nearest point.
 */
final class Lattice {

    /** A scalar field; the coordinates are in millimetres. */
    @FunctionalInterface
    interface Field {
        double at(double x, double y, double z);
    }

    private final double halfWidth;
    private final double step;
    private final int n; // points along each axis
    private final float[] values; // x fastest

    /**
     * Samples a field.
     *
     * @param halfWidth the cube reaches this far from the origin along each axis, in millimetres
     * @param step the distance of neighbouring points, in millimetres
     */
    Lattice(double halfWidth, double step, Field field) {
        this.halfWidth = halfWidth;
        this.step = step;
        this.n = (int) Math.ceil(2 * halfWidth / step) + 1;
        this.values = new float[n * n * n];
        IntStream.range(0, n).parallel().forEach(k -> {
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    values[i + n * (j + n * k)] =
                            (float) field.at(i * step - halfWidth, j * step - halfWidth, k * step - halfWidth);
                }
            }
        });
    }

    /** Returns the interpolated value at a point in millimetres. */
    double at(double x, double y, double z) {
        // At most n - 1.001, so that each point has a next one to interpolate to.
        double fx = Math.clamp((x + halfWidth) / step, 0.0, n - 1.001);
        double fy = Math.clamp((y + halfWidth) / step, 0.0, n - 1.001);
        double fz = Math.clamp((z + halfWidth) / step, 0.0, n - 1.001);
        int i = (int) fx;
        int j = (int) fy;
        int k = (int) fz;
        int corner = i + n * (j + n * k);
        double low = bilinear(corner, fx - i, fy - j);
        double high = bilinear(corner + n * n, fx - i, fy - j);
        return low + (fz - k) * (high - low);
    }

    private double bilinear(int corner, double fx, double fy) {
        double near = values[corner] + fx * (values[corner + 1] - values[corner]);
        double far = values[corner + n] + fx * (values[corner + n + 1] - values[corner + n]);
        return near + fy * (far - near);
    }
}
