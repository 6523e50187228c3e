package gyrus.app.imaging.measures;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Mahalanobis distance between two foregrounds seen as clouds of voxel coordinates: sqrt(d' C⁻¹ d), with d the
 * difference of their means and C the mean of their covariances (divided by their sizes, not sizes less one), weighted by size.
 *
 * <p>It has no unit, and neither the spacing of the voxels nor the angles of their axes change it. With an empty mask it is
 * NaN. Clouds that are flat along some direction, such as the masks of one slice, have no C⁻¹: that direction is left out where
 * the means agree along it, and else the distance is infinite.
 */
final class Mahalanobis {

    /** Variances below this share of the largest are rounding. */
    private static final double FLAT = 1e-12;

    private Mahalanobis() {}

    static double distance(BitMask truth, BitMask test) {
        Cloud first = Cloud.of(truth);
        Cloud second = Cloud.of(test);
        if (first.voxels == 0 || second.voxels == 0) {
            return Double.NaN;
        }
        double share = (double) first.voxels / (first.voxels + second.voxels);
        RealMatrix covariance = first.covariance().scalarMultiply(share).add(second.covariance().scalarMultiply(1 - share));
        return distance(first.mean().subtract(second.mean()), new EigenDecomposition(covariance));
    }

    private static double distance(RealVector difference, EigenDecomposition covariance) {
        double[] variances = covariance.getRealEigenvalues(); // from largest to smallest
        double squared = 0;
        for (int i = 0; i < variances.length; i++) {
            double along = difference.dotProduct(covariance.getEigenvector(i));
            if (variances[i] > FLAT * variances[0]) {
                squared += along * along / variances[i];
            } else if (along * along > FLAT * difference.dotProduct(difference)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return Math.sqrt(squared);
    }

    /** Size and raw moments of a cloud. Sums of whole numbers are exact, so a flat cloud has a variance of exactly 0. */
    private record Cloud(long voxels, double[] sums, double[][] products) {

        static Cloud of(BitMask mask) {
            double[] sums = new double[3];
            double[][] products = new double[3][3];
            int[] position = new int[3];
            for (long voxel = mask.next(0, mask.size()); voxel != BitMask.NONE; voxel = mask.next(voxel + 1, mask.size())) {
                long row = voxel / mask.nx();
                position[0] = (int) (voxel % mask.nx());
                position[1] = (int) (row % mask.ny());
                position[2] = (int) (row / mask.ny());
                accumulate(position, sums, products);
            }
            return new Cloud(mask.count(), sums, products);
        }

        private static void accumulate(int[] position, double[] sums, double[][] products) {
            for (int a = 0; a < 3; a++) {
                sums[a] += position[a];
                for (int b = 0; b < 3; b++) {
                    products[a][b] += (double) position[a] * position[b];
                }
            }
        }

        RealVector mean() {
            return new ArrayRealVector(sums).mapDivide(voxels);
        }

        RealMatrix covariance() {
            RealVector mean = mean();
            return new Array2DRowRealMatrix(products).scalarMultiply(1.0 / voxels).subtract(mean.outerProduct(mean));
        }
    }
}
