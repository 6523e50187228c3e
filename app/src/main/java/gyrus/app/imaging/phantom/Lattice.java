package gyrus.app.imaging.phantom;

import java.util.stream.IntStream;

/** A field held at the points of a cubic lattice around the origin, trilinear between them, constant beyond: cheap to read. */
final class Lattice {

    /** A scalar field over mm. */
    @FunctionalInterface
    interface Field {
        double at(double x, double y, double z);
    }

    private final double halfWidth;
    private final double step;
    private final int n;
    private final float[] values;

    /** Samples the field on the cube of the given half width, every {@code step} mm. */
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

    double at(double x, double y, double z) {
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
