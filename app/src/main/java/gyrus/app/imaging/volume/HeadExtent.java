package gyrus.app.imaging.volume;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The place of the head in a scan: the largest connected part of the blocks that are clearly brighter than air. Noise
 * averages out within blocks; bright specks and objects beside the head are smaller parts.
 */
public final class HeadExtent {

    private final Volume scan;
    private final double least; // what the head is brighter than
    private final BlockMeans blocks;
    private final double[][] profiles = new double[3][]; // blocks of the head at each position along an axis
    private final Volume head; // 1 in each block of the head

    private HeadExtent(Volume scan, double least, BlockMeans blocks, Volume head) {
        this.scan = scan;
        this.least = least;
        this.blocks = blocks;
        this.head = head;
        for (int axis = 0; axis < 3; axis++) {
            profiles[axis] = new double[blocks.count(axis)];
        }
        for (int z = 0; z < head.nz(); z++) {
            for (int y = 0; y < head.ny(); y++) {
                for (int x = 0; x < head.nx(); x++) {
                    profiles[0][x] += head.at(x, y, z);
                    profiles[1][y] += head.at(x, y, z);
                    profiles[2][z] += head.at(x, y, z);
                }
            }
        }
    }

    /** Finds the head of a scan; the scale of the intensities does not matter. */
    public static HeadExtent of(Volume scan) {
        BlockMeans blocks = BlockMeans.of(scan);
        BlockMeans.Sides sides = blocks.sides();
        double least = (sides.air() + sides.threshold()) / 2;
        Volume means = blocks.means();
        float[] mask = new float[means.voxels().length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = means.voxels()[i] > least ? 1 : 0;
        }
        return new HeadExtent(scan, least, blocks,
                Components.largest(new Volume(means.nx(), means.ny(), means.nz(), mask, means.affine())));
    }

    /** Returns whether no block stands out, as in a uniform scan. */
    public boolean isEmpty() {
        return Arrays.stream(profiles[0]).sum() == 0;
    }

    /** A stretch of voxels along an array axis, the end not included. */
    public record Stretch(double from, double to) {

        /** Returns the length in voxels. */
        public double length() {
            return to - from;
        }

        private boolean holds(int voxel) {
            return voxel + 0.5 >= from && voxel + 0.5 < to;
        }
    }

    /** Returns the head's range along an array axis; the whole axis where nothing stands out. */
    public Stretch along(int axis) {
        double[] profile = profiles[axis];
        int first = 0;
        int last = profile.length - 1;
        while (first < last && profile[first] == 0) {
            first++;
        }
        while (last > first && profile[last] == 0) {
            last--;
        }
        return profile[first] == 0 ? new Stretch(0, blocks.end(axis, profile.length - 1))
                : new Stretch(blocks.start(axis, first), blocks.end(axis, last));
    }

    /** Returns the share of the head's voxels that lie outside a box, given by a stretch of each of two array axes. */
    public double outside(int axis, Stretch stretch, int other, Stretch otherStretch) {
        long outside = 0;
        long all = 0;
        for (int z = 0; z < head.nz(); z++) {
            for (int y = 0; y < head.ny(); y++) {
                for (int x = 0; x < head.nx(); x++) {
                    for (int[] voxel : head.at(x, y, z) > 0 ? bright(x, y, z) : List.<int[]>of()) {
                        all++;
                        outside += stretch.holds(voxel[axis]) && otherStretch.holds(voxel[other]) ? 0 : 1;
                    }
                }
            }
        }
        return all == 0 ? 0 : (double) outside / all;
    }

    /** Returns the voxels of a block that are as bright as the head. */
    private List<int[]> bright(int x, int y, int z) {
        List<int[]> voxels = new ArrayList<>();
        for (int k = blocks.start(2, z); k < blocks.end(2, z); k++) {
            for (int j = blocks.start(1, y); j < blocks.end(1, y); j++) {
                for (int i = blocks.start(0, x); i < blocks.end(0, x); i++) {
                    if (scan.at(i, j, k) > least) {
                        voxels.add(new int[] {i, j, k});
                    }
                }
            }
        }
        return voxels;
    }
}
