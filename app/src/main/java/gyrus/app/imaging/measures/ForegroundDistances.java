package gyrus.app.imaging.measures;

import java.util.DoubleSummaryStatistics;
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
            List<DoubleSummaryStatistics> slices = IntStream.range(0, from.nz()).parallel().mapToObj(z -> {
                DoubleSummaryStatistics slice = new DoubleSummaryStatistics();
                nearest.distances(from, z, slice);
                return slice;
            }).toList();
            double sum = 0;
            double largest = 0;
            // In order, so that the sum is rounded equally whatever the number of threads.
            for (DoubleSummaryStatistics slice : slices) {
                sum += slice.getSum();
                largest = Math.max(largest, slice.getMax());
            }
            return new Directed(sum, largest);
        }
    }
}
