package gyrus.app.imaging.measures;

import gyrus.app.imaging.volume.Geometry;
import gyrus.app.imaging.volume.Volume;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Distances in mm between the surfaces of two masks: from the centre of each boundary voxel to that of the nearest boundary voxel
 * of the other mask. A boundary voxel is foreground, and one of its six neighbours is background or lies outside the grid. A mask
 * without foreground is at no distance from anything: with one, both distances are NaN. Without sizes of voxels in mm all are NaN.
 *
 * @param percentile95 the larger of the two directed 95th percentiles, interpolated linearly
 * @param average the mean over the boundary voxels of both masks
 * @param within1 the share of the boundary voxels of both masks at a distance of at most 1 mm; 1 where neither has any
 * @param within2 the share at a distance of at most 2 mm
 */
public record SurfaceDistances(double percentile95, double average, double within1, double within2) {

    /** A header's spacing in single precision places neighbours 1 mm apart at 1 mm plus or minus this part of it. */
    private static final double ROUNDING = 1 + 1e-6;

    private static final double SHARE = 0.95;

    private static final SurfaceDistances UNDEFINED = new SurfaceDistances(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Measures two masks on one grid; a voxel above 0.5 is foreground. */
    public static SurfaceDistances of(Volume truth, Volume test) {
        return of(mask(truth), mask(test), truth.geometry());
    }

    private static BitMask mask(Volume volume) {
        BitMask mask = new BitMask(volume.nx(), volume.ny(), volume.nz());
        for (int i = 0; i < volume.voxels().length; i++) {
            if (volume.voxels()[i] > BitMask.THRESHOLD) {
                mask.add(i);
            }
        }
        return mask;
    }

    /** Measures two masks on the grid that places their voxels. */
    static SurfaceDistances of(BitMask truth, BitMask test, Geometry grid) {
        return grid.hasMillimetres() ? of(truth, test, Unit.MILLIMETER.axes(grid)) : UNDEFINED;
    }

    /** @param axes three rows of three: the step in mm from voxel to voxel along array axis a is column a */
    static SurfaceDistances of(BitMask truth, BitMask test, double[][] axes) {
        if (truth.count() == 0 || test.count() == 0) {
            double agreement = truth.count() == test.count() ? 1 : 0;
            return new SurfaceDistances(Double.NaN, Double.NaN, agreement, agreement);
        }
        BitMask truthBoundary = truth.boundary();
        BitMask testBoundary = test.boundary();
        Directed there = Directed.of(truthBoundary, testBoundary, axes);
        Directed back = Directed.of(testBoundary, truthBoundary, axes);
        double count = there.count + back.count;
        return new SurfaceDistances(
                Math.max(there.percentile(SHARE), back.percentile(SHARE)),
                (there.sum() + back.sum()) / count,
                (there.within(1) + back.within(1)) / count,
                (there.within(2) + back.within(2)) / count);
    }

    /**
     * Distances of one boundary's voxels to the other boundary.
     *
     * @param apart the distances of the voxels that lie in one boundary alone, in ascending order; all others are 0
     */
    private record Directed(long count, double[] apart) {

        static Directed of(BitMask from, BitMask to, double[][] axes) {
            NearestForeground nearest = new NearestForeground(to, axes);
            int[] starts = new int[from.nz() + 1]; // of the slices' distances
            for (int z = 0; z < from.nz(); z++) {
                starts[z + 1] = Math.addExact(starts[z], from.countOutside(to, z));
            }
            double[] apart = new double[starts[from.nz()]];
            IntStream.range(0, from.nz()).parallel().forEach(z -> {
                DoubleBuffer slice = DoubleBuffer.wrap(apart, starts[z], starts[z + 1] - starts[z]);
                nearest.distances(from, z, slice::put);
            });
            Arrays.parallelSort(apart);
            return new Directed(from.count(), apart);
        }

        double sum() {
            return Arrays.stream(apart).sum();
        }

        long within(double millimetres) {
            return count - apart.length
                    + Arrays.stream(apart).takeWhile(distance -> distance <= millimetres * ROUNDING).count();
        }

        /** Returns the percentile at {@code share (count - 1)} in ascending order, interpolated between neighbours. */
        double percentile(double share) {
            double position = share * (count - 1);
            long below = (long) position;
            double left = at(below);
            return left + (position - below) * (at(Math.min(below + 1, count - 1)) - left);
        }

        private double at(long index) {
            long zeros = count - apart.length;
            return index < zeros ? 0 : apart[(int) (index - zeros)];
        }
    }
}
