package gyrus.app.imaging.volume;

import java.util.Arrays;

/**
 * A scan seen coarsely: the mean intensities of blocks of about {@value #VOXELS} voxels, in which the noise of single voxels
 * averages out. Negative intensities count as 0.
 *
 * <p>Blocks are as close to cubes in millimetres as the voxels allow: 4 x 4 x 4 isotropic voxels, 8 x 8 x 1 voxels of a thick
 * slice or a picture. Each axis has at least {@value #LEAST} blocks, or one for each voxel. Neighbouring blocks share a voxel where
 * the voxels cannot be divided evenly, so a mirrored scan has the mirrored blocks.
 *
 * @param means one value for each block; its affine is the scan's and says nothing about blocks
 * @param scan how many voxels the scan has along each axis
 */
record BlockMeans(Volume means, int[] scan) {

    private static final int VOXELS = 64;
    private static final int LEAST = 16;
    private static final int MOST_ROUNDS = 100;
    private static final double ORDINARY = 0.995; // brighter blocks count as bright as this percentile: outliers

    static BlockMeans of(Volume volume) {
        int[] scan = {volume.nx(), volume.ny(), volume.nz()};
        int[] counts = counts(scan, volume.affine().spacing());
        float[] values = volume.voxels();
        int[] done = scan.clone();
        for (int axis = 0; axis < 3; axis++) {
            values = reduced(values, done, axis, counts[axis]);
            done[axis] = counts[axis];
        }
        return new BlockMeans(new Volume(counts[0], counts[1], counts[2], values, volume.affine()), scan);
    }

    /** Chooses how many blocks lie along each axis. */
    private static int[] counts(int[] scan, double[] spacing) {
        boolean[] whole = new boolean[3]; // axes whose voxels are as long as blocks
        for (int axis = 0; axis < 3; axis++) {
            whole[axis] = scan[axis] == 1;
        }
        double edge = 0;
        for (int round = 0; round < 3; round++) {
            double product = VOXELS;
            int free = 0;
            for (int axis = 0; axis < 3; axis++) {
                if (!whole[axis]) {
                    product *= spacing[axis];
                    free++;
                }
            }
            edge = Math.pow(product, 1.0 / Math.max(1, free));
            for (int axis = 0; axis < 3; axis++) {
                whole[axis] |= spacing[axis] >= edge;
            }
        }
        int[] counts = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            long wanted = whole[axis] ? scan[axis] : Math.round(scan[axis] * spacing[axis] / edge);
            counts[axis] = Math.clamp(wanted, Math.min(LEAST, scan[axis]), scan[axis]);
        }
        return counts;
    }

    /** Replaces one axis by the means over its blocks. */
    private static float[] reduced(float[] values, int[] sizes, int axis, int count) {
        int inner = axis == 0 ? 1 : axis == 1 ? sizes[0] : sizes[0] * sizes[1];
        int length = sizes[axis];
        int outer = values.length / inner / length;
        float[] means = new float[outer * count * inner];
        for (int o = 0; o < outer; o++) {
            for (int block = 0; block < count; block++) {
                int from = start(block, length, count);
                int to = end(block, length, count);
                for (int i = 0; i < inner; i++) {
                    double sum = 0;
                    for (int q = from; q < to; q++) {
                        sum += Math.max(0, values[i + inner * (q + length * o)]);
                    }
                    means[i + inner * (block + count * o)] = (float) (sum / (to - from));
                }
            }
        }
        return means;
    }

    private static int start(int block, int length, int count) {
        return (int) ((long) block * length / count);
    }

    private static int end(int block, int length, int count) {
        return (int) Math.ceilDiv((block + 1L) * length, count);
    }

    /** Returns the first voxel of a block along an array axis. */
    int start(int axis, int block) {
        return start(block, scan[axis], count(axis));
    }

    /** Returns the voxel after the last one of a block along an array axis. */
    int end(int axis, int block) {
        return end(block, scan[axis], count(axis));
    }

    int count(int axis) {
        return new int[] {means.nx(), means.ny(), means.nz()}[axis];
    }

    /**
     * The bright blocks of a scan, and the air around them.
     *
     * @param air the median of the other blocks
     * @param threshold what lies above is bright
     * @param bright the bright blocks in ascending order; none where all blocks are equal
     */
    record Sides(double air, double threshold, float[] bright) {}

    /**
     * Separates bright blocks from the others. The threshold lies midway between air and the mean of the bright blocks, so it does
     * not depend on how much air surrounds the head. Blocks above the {@value #ORDINARY} quantile of those that hold anything are
     * cut to it.
     */
    Sides sides() {
        float[] sorted = means.voxels().clone();
        Arrays.sort(sorted);
        int empty = 0;
        while (empty < sorted.length && sorted[empty] == 0) {
            empty++;
        }
        int ordinary = empty + (int) (ORDINARY * (sorted.length - empty - 1));
        if (empty == sorted.length || sorted[0] == sorted[ordinary]) {
            return new Sides(sorted[0], sorted[0], new float[0]);
        }
        Arrays.fill(sorted, ordinary, sorted.length, sorted[ordinary]);
        double[] sums = new double[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            sums[i + 1] = sums[i] + sorted[i];
        }
        double air = 0;
        double threshold = sums[sorted.length] / sorted.length;
        int below = upTo(sorted, threshold);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double bright = (sums[sorted.length] - sums[below]) / (sorted.length - below);
            air = sorted[below / 2];
            threshold = (air + bright) / 2;
            int next = upTo(sorted, threshold);
            if (next == below) {
                break;
            }
            below = next;
        }
        return new Sides(air, threshold, Arrays.copyOfRange(sorted, below, sorted.length));
    }

    /** Returns how many of the sorted values are at most the threshold: at least one, and not all. */
    private static int upTo(float[] sorted, double threshold) {
        int low = 1;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
