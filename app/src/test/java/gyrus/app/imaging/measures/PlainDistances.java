package gyrus.app.imaging.measures;

import java.util.stream.IntStream;

/** Distances by comparing every voxel with every foreground voxel: slow, and plainly right. */
final class PlainDistances {

    private PlainDistances() {}

    /**
     * Squared distance from every voxel marked in {@code wanted} to the nearest foreground voxel; the others stay 0.
     *
     * @param axes three rows of three: the step along array axis a is column a
     */
    static double[] squared(boolean[] wanted, boolean[] foreground, int nx, int ny, int nz, double[][] axes) {
        int[] marked = IntStream.range(0, foreground.length).filter(i -> foreground[i]).toArray();
        double[] squared = new double[nx * ny * nz];
        for (int p = 0; p < squared.length; p++) {
            if (wanted[p]) {
                squared[p] = Double.POSITIVE_INFINITY;
                for (int q : marked) {
                    int dx = p % nx - q % nx;
                    int dy = p / nx % ny - q / nx % ny;
                    int dz = p / nx / ny - q / nx / ny;
                    double sum = 0;
                    for (double[] row : axes) {
                        sum += Math.pow(row[0] * dx + row[1] * dy + row[2] * dz, 2);
                    }
                    squared[p] = Math.min(squared[p], sum);
                }
            }
        }
        return squared;
    }
}
