package gyrus.app.imaging.measures;

import gyrus.app.imaging.volume.Affine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * The exact distance from a voxel to the nearest foreground voxel, for array axes of any lengths and angles.
 *
 * <p>A pyramid of bits says where there is foreground: a block of level n is 2ⁿ voxels wide along each axis. The search begins
 * with the blocks within reach, descends into the nearest first, and leaves out each block that lies beyond the nearest voxel
 * found so far: the block itself where the axes stand at right angles, else the ball around it. Memory is one and a seventh bits
 * per voxel.
 */
final class NearestForeground {

    /** The order in which the eight parts of a block are visited: from the one that holds the voxel to the opposite one. */
    private static final int[] PARTS = {0, 1, 2, 4, 3, 5, 6, 7};

    /** Rounding may make a bound too small by less than this part of it. */
    private static final double ROUNDING = 1 + 1e-9;

    /** Axes that count as orthogonal may make a bound too large by less than this part of it. */
    private static final double RIGHT_ANGLES = 1 + 1e-4;

    private final BitMask[] levels;
    private final double[] radii; // per level, from a block's centre to the centre of its furthest voxel
    private final double[][] axes;
    private final double[] heights = new double[3]; // between neighbouring layers of voxels, per axis that they are layered along
    private final boolean orthogonal;

    /**
     * Prepares searches in a mask.
     *
     * @param axes three rows of three: the step from voxel to voxel along array axis a is column a
     */
    NearestForeground(BitMask mask, double[][] axes) {
        this.axes = axes;
        List<BitMask> pyramid = new ArrayList<>(List.of(mask));
        while (pyramid.getLast().size() > 1) {
            pyramid.add(halved(pyramid.getLast()));
        }
        levels = pyramid.toArray(BitMask[]::new);
        Affine affine = new Affine(Arrays.stream(axes).map(row -> Arrays.copyOf(row, 4)).toArray(double[][]::new));
        orthogonal = affine.orthogonal();
        for (int axis = 0; axis < 3; axis++) {
            heights[axis] = Math.abs(affine.determinant()) / area(axis);
        }
        radii = new double[levels.length];
        for (int level = 0; level < radii.length; level++) {
            double half = ((1L << level) - 1) / 2.0;
            for (int diagonal = 0; diagonal < 4; diagonal++) {
                double y = (diagonal & 1) == 0 ? half : -half;
                double z = (diagonal & 2) == 0 ? half : -half;
                radii[level] = Math.max(radii[level], Math.sqrt(squared(half, y, z)));
            }
        }
    }

    /** Returns the area of the parallelogram that the two other axes span. */
    private double area(int axis) {
        int u = (axis + 1) % 3;
        int v = (axis + 2) % 3;
        double x = axes[1][u] * axes[2][v] - axes[2][u] * axes[1][v];
        double y = axes[2][u] * axes[0][v] - axes[0][u] * axes[2][v];
        double z = axes[0][u] * axes[1][v] - axes[1][u] * axes[0][v];
        return Math.sqrt(x * x + y * y + z * z);
    }

    private static BitMask halved(BitMask mask) {
        BitMask half = new BitMask(
                Math.ceilDiv(mask.nx(), 2), Math.ceilDiv(mask.ny(), 2), Math.ceilDiv(mask.nz(), 2));
        long end = mask.size();
        for (long voxel = mask.next(0, end); voxel != BitMask.NONE; voxel = mask.next(voxel + 1, end)) {
            long row = voxel / mask.nx();
            half.add((int) (voxel % mask.nx()) / 2, (int) (row % mask.ny()) / 2, (int) (row / mask.ny()) / 2);
        }
        return half;
    }

    /** Returns the squared length of a step of {@code x}, {@code y} and {@code z} voxels along the axes. */
    double squared(double x, double y, double z) {
        double sum = 0;
        for (double[] row : axes) {
            double component = row[0] * x + row[1] * y + row[2] * z;
            sum += component * component;
        }
        return sum;
    }

    /**
     * Returns the distance from a voxel to the nearest foreground voxel; infinite where there is none.
     *
     * @param bound a distance that the result does not exceed, infinite if none is known
     */
    double distance(int x, int y, int z, double bound) {
        Search search = new Search(x, y, z, bound * ROUNDING);
        BitMask mask = levels[0];
        int reachX = reach(bound, 0, mask.nx());
        int reachY = reach(bound, 1, mask.ny());
        int reachZ = reach(bound, 2, mask.nz());
        int width = 2 * Math.max(reachX, Math.max(reachY, reachZ)); // so wide blocks within reach are at most two along an axis
        int level = Math.min(levels.length - 1, Integer.SIZE - Integer.numberOfLeadingZeros(width));
        for (int k = Math.max(0, z - reachZ) >> level; k <= z + reachZ >> level; k++) {
            for (int j = Math.max(0, y - reachY) >> level; j <= y + reachY >> level; j++) {
                for (int i = Math.max(0, x - reachX) >> level; i <= x + reachX >> level; i++) {
                    if (levels[level].contains(i, j, k)) {
                        search.descend(level, i, j, k);
                    }
                }
            }
        }
        return Math.sqrt(search.squared);
    }

    /** Gives the distance of each voxel of slice z of a mask that is not foreground here, in the voxels' order. */
    void distances(BitMask from, int z, DoubleConsumer each) {
        long start = (long) from.nx() * from.ny() * z;
        long end = start + (long) from.nx() * from.ny();
        double last = Double.POSITIVE_INFINITY;
        int lastX = 0;
        int lastY = 0;
        long voxel = from.nextOutside(levels[0], start, end);
        while (voxel != BitMask.NONE) {
            int x = (int) (voxel % from.nx());
            int y = (int) (voxel / from.nx() % from.ny());
            double bound = last + Math.sqrt(squared(x - lastX, y - lastY, 0)); // the triangle inequality
            last = distance(x, y, z, bound);
            lastX = x;
            lastY = y;
            each.accept(last);
            voxel = from.nextOutside(levels[0], voxel + 1, end);
        }
    }

    /** Returns how many voxels along an axis a distance reaches at most. */
    private int reach(double distance, int axis, int count) {
        return (int) Math.min(count, distance * ROUNDING / heights[axis] + 1);
    }

    /** One search, from the voxel (x, y, z). */
    private final class Search {

        private final int x;
        private final int y;
        private final int z;
        private double bound;
        private double squared = Double.POSITIVE_INFINITY;

        Search(int x, int y, int z, double bound) {
            this.x = x;
            this.y = y;
            this.z = z;
            this.bound = bound;
        }

        /** Looks for a nearer voxel in a block that holds foreground. */
        void descend(int level, int blockX, int blockY, int blockZ) {
            double middle = ((1L << level) - 1) / 2.0;
            double offsetX = ((long) blockX << level) + middle - x;
            double offsetY = ((long) blockY << level) + middle - y;
            double offsetZ = ((long) blockZ << level) + middle - z;
            if (level == 0) {
                double distance = NearestForeground.this.squared(offsetX, offsetY, offsetZ);
                if (distance < bound * bound) {
                    squared = distance;
                    bound = Math.sqrt(distance);
                }
                return;
            }
            double distance = orthogonal
                    ? NearestForeground.this.squared(beyond(offsetX, middle), beyond(offsetY, middle), beyond(offsetZ, middle))
                    : NearestForeground.this.squared(offsetX, offsetY, offsetZ);
            double reach = orthogonal ? bound * RIGHT_ANGLES : bound + radii[level] * ROUNDING;
            if (distance >= reach * reach) {
                return;
            }
            int below = level - 1;
            int nearest = side(x, below, blockX) | side(y, below, blockY) << 1 | side(z, below, blockZ) << 2;
            for (int part : PARTS) {
                int child = nearest ^ part;
                int childX = 2 * blockX + (child & 1);
                int childY = 2 * blockY + (child >> 1 & 1);
                int childZ = 2 * blockZ + (child >> 2);
                if (levels[below].contains(childX, childY, childZ)) {
                    descend(below, childX, childY, childZ);
                }
            }
        }

        /** Returns how far a voxel lies outside a block along an axis. */
        private static double beyond(double offset, double half) {
            return Math.max(0, Math.abs(offset) - half);
        }

        /** Returns which half of a block is nearer along an axis: 0 or 1. */
        private static int side(int voxel, int below, int block) {
            return voxel >> below > 2 * block ? 1 : 0;
        }
    }
}
