package gyrus.app.imaging.measures;

import java.util.List;
import java.util.stream.IntStream;

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

    /** @param axes three rows of three: the step from voxel to voxel along array axis a is column a */
    static ForegroundDistances of(BitMask truth, BitMask test, double[][] axes) {
        if (truth.count() == 0 || test.count() == 0) {
            return new ForegroundDistances(Double.NaN, Double.NaN, Double.NaN);
        }
        Directed there = Directed.of(truth, test, axes);
        Directed back = Directed.of(test, truth, axes);
        return new ForegroundDistances(
                Math.max(there.largest, back.largest),
                (there.sum / truth.count() + back.sum / test.count()) / 2,
                (there.sum + back.sum) / (2.0 * truth.count()));
    }

    /** Distances of one foreground's voxels to the other foreground; those that lie in both are at distance 0. */
    private record Directed(double sum, double largest) {

        static Directed of(BitMask from, BitMask to, double[][] axes) {
            NearestForeground nearest = new NearestForeground(to, axes);
            List<Directed> slices = IntStream.range(0, from.nz()).parallel()
                    .mapToObj(slice -> slice(from, to, nearest, slice)).toList();
            double sum = 0;
            double largest = 0;
            for (Directed slice : slices) { // in order, so that the sum is rounded equally whatever the number of threads
                sum += slice.sum;
                largest = Math.max(largest, slice.largest);
            }
            return new Directed(sum, largest);
        }

        private static Directed slice(BitMask from, BitMask to, NearestForeground nearest, int z) {
            long start = (long) from.nx() * from.ny() * z;
            long end = start + (long) from.nx() * from.ny();
            double sum = 0;
            double largest = 0;
            double last = Double.POSITIVE_INFINITY;
            int lastX = 0;
            int lastY = 0;
            long voxel = from.nextOutside(to, start, end);
            while (voxel != BitMask.NONE) {
                int x = (int) (voxel % from.nx());
                int y = (int) (voxel / from.nx() % from.ny());
                double bound = last + Math.sqrt(nearest.squared(x - lastX, y - lastY, 0)); // the triangle inequality
                last = nearest.distance(x, y, z, bound);
                lastX = x;
                lastY = y;
                sum += last;
                largest = Math.max(largest, last);
                voxel = from.nextOutside(to, voxel + 1, end);
            }
            return new Directed(sum, largest);
        }
    }
}
