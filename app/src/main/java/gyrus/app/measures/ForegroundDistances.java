package gyrus.app.measures;

/**
 * Distances between two foregrounds, over all their voxels (not their surfaces alone), each to the nearest voxel of the
 * other. An empty mask is at no distance from anything: with one, all three are NaN.
 *
 * @param hausdorff the largest distance, in either direction
 * @param average the mean of the two directed means
 * @param balancedAverage both directed sums over twice the truth's voxels, so that a small test earns no advantage
 *     (Aydin et al., European Radiology Experimental 5:4, 2021)
 */
record ForegroundDistances(double hausdorff, double average, double balancedAverage) {

    static ForegroundDistances of(boolean[] truth, boolean[] test, int nx, int ny, int nz, double[] spacing) {
        Directed there = Directed.of(truth, DistanceTransform.squared(test, nx, ny, nz, spacing));
        Directed back = Directed.of(test, DistanceTransform.squared(truth, nx, ny, nz, spacing));
        if (there.voxels == 0 || back.voxels == 0) {
            return new ForegroundDistances(Double.NaN, Double.NaN, Double.NaN);
        }
        return new ForegroundDistances(
                Math.max(there.largest, back.largest),
                (there.sum / there.voxels + back.sum / back.voxels) / 2,
                (there.sum + back.sum) / (2.0 * there.voxels));
    }

    /** Distances of one foreground's voxels to the other foreground. */
    private record Directed(long voxels, double sum, double largest) {

        static Directed of(boolean[] from, double[] squaredDistanceTo) {
            long voxels = 0;
            double sum = 0;
            double largest = 0;
            for (int i = 0; i < from.length; i++) {
                if (from[i]) {
                    double distance = Math.sqrt(squaredDistanceTo[i]);
                    voxels++;
                    sum += distance;
                    largest = Math.max(largest, distance);
                }
            }
            return new Directed(voxels, sum, largest);
        }
    }
}
