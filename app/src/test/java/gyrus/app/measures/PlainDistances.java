package gyrus.app.measures;

import java.util.stream.IntStream;

/** Distances by comparing every voxel with every foreground voxel: slow, and plainly right. */
final class PlainDistances {

    private PlainDistances() {
    }

    /** Squared distance from every voxel marked in {@code wanted} to the nearest foreground voxel; the others stay 0. */
    static double[] squared(boolean[] wanted, boolean[] foreground, int nx, int ny, int nz, double[] spacing) {
        int[] marked = IntStream.range(0, foreground.length).filter(i -> foreground[i]).toArray();
        double[] squared = new double[nx * ny * nz];
        for (int p = 0; p < squared.length; p++) {
            if (wanted[p]) {
                squared[p] = Double.POSITIVE_INFINITY;
                for (int q : marked) {
                    double dx = (p % nx - q % nx) * spacing[0];
                    double dy = (p / nx % ny - q / nx % ny) * spacing[1];
                    double dz = (p / nx / ny - q / nx / ny) * spacing[2];
                    squared[p] = Math.min(squared[p], dx * dx + dy * dy + dz * dz);
                }
            }
        }
        return squared;
    }
}
