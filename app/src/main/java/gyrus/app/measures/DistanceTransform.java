package gyrus.app.measures;

import java.util.stream.IntStream;

/**
 * The exact Euclidean distance from every voxel to the nearest foreground voxel, in time linear in the number of voxels.
 *
 * <p>The squared distance separates: the transform of a volume is the one-dimensional transform of its lines along x, then
 * along y, then along z. On a line, the transform of f is D(p) = min over q of f(q) + s² (p - q)², the lower envelope of
 * parabolas with their feet at the voxels q (Felzenszwalb and Huttenlocher, Distance transforms of sampled functions, Theory
 * of Computing 8, 2012); s is the voxel spacing along the line.
 */
final class DistanceTransform {

    private DistanceTransform() {
    }

    /**
     * Squared distances to the nearest foreground voxel; infinite everywhere where there is none.
     *
     * @param foreground the mask, at {@code x + nx * (y + ny * z)}
     * @param spacing distance between neighbouring voxels along x, y and z
     */
    static double[] squared(boolean[] foreground, int nx, int ny, int nz, double[] spacing) {
        double[] field = new double[foreground.length];
        for (int i = 0; i < field.length; i++) {
            field[i] = foreground[i] ? 0 : Double.POSITIVE_INFINITY;
        }
        int slice = nx * ny;
        IntStream.range(0, nz).parallel().forEach(z -> {
            Line alongX = new Line(nx, 1, spacing[0]);
            for (int y = 0; y < ny; y++) {
                alongX.transform(field, z * slice + y * nx);
            }
            Line alongY = new Line(ny, nx, spacing[1]);
            for (int x = 0; x < nx; x++) {
                alongY.transform(field, z * slice + x);
            }
        });
        IntStream.range(0, ny).parallel().forEach(y -> {
            Line alongZ = new Line(nz, slice, spacing[2]);
            for (int x = 0; x < nx; x++) {
                alongZ.transform(field, y * nx + x);
            }
        });
        return field;
    }

    /** The one-dimensional transform of lines of one length, stride and spacing, with the room it needs. */
    private static final class Line {

        private final int length;
        private final int stride;
        private final double scale;
        private final double[] values;
        private final int[] feet;      // of the parabolas that make up the envelope, from left to right
        private final double[] starts; // where each of them begins to be the lowest

        Line(int length, int stride, double spacing) {
            this.length = length;
            this.stride = stride;
            this.scale = spacing * spacing;
            this.values = new double[length];
            this.feet = new int[length];
            this.starts = new double[length];
        }

        void transform(double[] field, int offset) {
            for (int p = 0; p < length; p++) {
                values[p] = field[offset + p * stride];
            }
            int parabolas = envelope();
            if (parabolas == 0) {
                return;
            }
            for (int p = 0, k = 0; p < length; p++) {
                while (k + 1 < parabolas && starts[k + 1] < p) {
                    k++;
                }
                double steps = p - feet[k];
                field[offset + p * stride] = values[feet[k]] + scale * steps * steps;
            }
        }

        /** Fills feet and starts, and returns how many parabolas there are: voxels at an infinite distance have none. */
        private int envelope() {
            int count = 0;
            for (int q = 0; q < length; q++) {
                if (values[q] == Double.POSITIVE_INFINITY) {
                    continue;
                }
                double start = Double.NEGATIVE_INFINITY;
                while (count > 0) {
                    start = crossing(feet[count - 1], q);
                    if (start > starts[count - 1]) {
                        break;
                    }
                    count--;
                }
                feet[count] = q;
                starts[count] = count == 0 ? Double.NEGATIVE_INFINITY : start;
                count++;
            }
            return count;
        }

        /** Where the parabolas with feet p < q meet; right of it, that of q is the lower one. */
        private double crossing(int p, int q) {
            return (values[q] - values[p]) / (2 * scale * (q - p)) + (p + q) / 2.0;
        }
    }
}
