package gyrus.app.volume;

import gyrus.app.UserError;
import java.util.Arrays;

/**
 * Brings a scan's intensities to [0, 1], scan by scan: 0 stays 0, 1.6 times the brain's level becomes 1, and what lies
 * beyond is clipped.
 *
 * <p>The brain's level is the 60th percentile of the foreground, the voxels brighter than the mean of the scan. On the eleven
 * public FLAIR heads it lies between 0.93 and 1.01 of the brain's median. A high percentile of all non-zero voxels follows
 * whatever is brightest instead: with bright scalp fat it is 2.2 times the brain's median, elsewhere 1.4, so that one brain
 * would end up a third darker than the others. Neither the intensity scale nor the extent of the dark background matters.
 */
public final class Normalisation {

    /** What this is called in the metadata of weights, which fit no other. */
    public static final String NAME = "1.6 brain levels";

    private static final double PERCENTILE = 0.60;
    private static final double CEILING = 1.6;

    private Normalisation() {}

    /**
     * The scan with intensities in [0, 1]; negative ones become 0. A scan without a positive voxel becomes 0 everywhere, a
     * constant positive one 1 / 1.6.
     *
     * @param scan the scan's name, for the error
     * @throws UserError if a voxel is not a finite number
     */
    public static Volume normalised(Volume volume, String scan) {
        float[] voxels = volume.voxels();
        for (int voxel = 0; voxel < voxels.length; voxel++) {
            if (!Float.isFinite(voxels[voxel])) {
                int row = voxel / volume.nx();
                throw new UserError(scan + ": the voxel (" + voxel % volume.nx() + ", " + row % volume.ny() + ", "
                        + row / volume.ny() + ") is " + voxels[voxel] + "; replace it with a number, such as 0");
            }
        }
        double ceiling = ceiling(volume);
        float[] normalised = new float[voxels.length];
        if (ceiling > 0) {
            for (int voxel = 0; voxel < voxels.length; voxel++) {
                normalised[voxel] = (float) Math.clamp(voxels[voxel] / ceiling, 0.0, 1.0);
            }
        }
        return new Volume(volume.nx(), volume.ny(), volume.nz(), normalised, volume.affine());
    }

    /** The intensity that becomes 1; 0 for a scan without a positive voxel. */
    public static double ceiling(Volume volume) {
        double sum = 0;
        for (float voxel : volume.voxels()) {
            sum += Math.max(0, voxel);
        }
        return CEILING * level(volume.voxels(), sum / volume.voxels().length);
    }

    /** The percentile of the voxels brighter than the mean; the mean itself where none is (a constant scan). */
    private static double level(float[] voxels, double mean) {
        float[] foreground = new float[voxels.length];
        int count = 0;
        for (float voxel : voxels) {
            if (voxel > mean) {
                foreground[count++] = voxel;
            }
        }
        if (count == 0) {
            return mean;
        }
        Arrays.sort(foreground, 0, count);
        return foreground[(int) (PERCENTILE * (count - 1))];
    }
}
