package gyrus.app.imaging.measures;

import java.util.SplittableRandom;

/** Seeded volumes for tests. */
final class RandomMasks {

    private RandomMasks() {}

    /** Voxels of 0 and 1; each is 1 with the given probability. */
    static float[] binary(long seed, int voxels, double density) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] mask = new float[voxels];
        for (int i = 0; i < voxels; i++) {
            mask[i] = random.nextDouble() < density ? 1 : 0;
        }
        return mask;
    }

    /** Memberships uniform in [0, 1). */
    static float[] fuzzy(long seed, int voxels) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] memberships = new float[voxels];
        for (int i = 0; i < voxels; i++) {
            memberships[i] = (float) random.nextDouble();
        }
        return memberships;
    }

    static BitMask bits(float[] voxels, int nx, int ny, int nz) {
        BitMask mask = new BitMask(nx, ny, nz);
        for (int voxel = 0; voxel < voxels.length; voxel++) {
            if (voxels[voxel] > 0.5f) {
                mask.add(voxel);
            }
        }
        return mask;
    }

    static boolean[] foreground(float[] voxels) {
        boolean[] mask = new boolean[voxels.length];
        for (int i = 0; i < voxels.length; i++) {
            mask[i] = voxels[i] > 0.5f;
        }
        return mask;
    }
}
