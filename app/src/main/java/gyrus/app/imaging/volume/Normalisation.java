package gyrus.app.imaging.volume;

import gyrus.app.failure.UserError;
import java.util.Locale;
import java.util.Optional;

/**
 * Brings a scan's intensities to [0, 1], scan by scan: 0 stays 0, 1.6 times the brain's level becomes 1, and what lies
 * beyond is clipped.
 *
 * <p>The brain's level is the median of the bright blocks of the scan, plus a sixth of the brightness of air (decision 6). Noise
 * moves single voxels and hardly moves means of 64 voxels, so a noisy scan has the level of the clean one. Noise that is clipped to
 * [0, 1] lifts what is dark and lowers what is bright; the sixth makes up for it. Neither the intensity scale nor the extent of the
 * dark background matters.
 */
public final class Normalisation {

    /** The name in the metadata of weights, which fit no other. */
    public static final String NAME = "1.6 brain levels of blocks";

    private static final double AIR_SHARE = 1.0 / 6;
    private static final double CEILING = 1.6;

    /** Voxels this far below 0, in brain levels, are more than the ringing of an interpolation. */
    private static final double CLEARLY_NEGATIVE = -0.05;

    private static final double MANY = 0.01;

    private final double ceiling;
    private final Optional<String> warning;

    private Normalisation(double ceiling, Optional<String> warning) {
        this.ceiling = ceiling;
        this.warning = warning;
    }

    /**
     * Measures a scan.
     *
     * @param scan the scan's name, for errors
     * @throws UserError if a voxel is not a finite number, or none is above 0
     */
    public static Normalisation of(Volume volume, String scan) {
        float[] voxels = volume.voxels();
        float least = Float.POSITIVE_INFINITY;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int voxel = 0; voxel < voxels.length; voxel++) {
            if (!Float.isFinite(voxels[voxel])) {
                throw new UserError(scan + ": the voxel " + volume.geometry().position(voxel) + " is " + voxels[voxel]
                        + "; replace it with a number, such as 0");
            }
            least = Math.min(least, voxels[voxel]);
            greatest = Math.max(greatest, voxels[voxel]);
        }
        if (least == 0 && greatest == 0) {
            throw new UserError(scan + ": all voxels are 0; is it the scan, or a mask without a region?");
        }
        if (greatest <= 0) {
            throw new UserError(scan + ": no voxel is above 0, intensities go from " + number(least) + " to " + number(greatest)
                    + "; " + advice(least));
        }
        double level = level(volume, greatest);
        Optional<String> warning = least == greatest
                ? Optional.of("all voxels are " + number(least) + ", so nothing in it can be told apart")
                : negative(voxels, CLEARLY_NEGATIVE * level, least);
        return new Normalisation(CEILING * level, warning);
    }

    /** Returns the scan with intensities in [0, 1]; negative ones become 0, a constant scan 1 / 1.6. */
    public static Volume normalised(Volume volume, String scan) {
        return of(volume, scan).applied(volume);
    }

    /** Returns the volume on this scale, clipped to [0, 1]. */
    public Volume applied(Volume volume) {
        float[] voxels = volume.voxels();
        float[] normalised = new float[voxels.length];
        for (int voxel = 0; voxel < voxels.length; voxel++) {
            normalised[voxel] = (float) Math.clamp(voxels[voxel] / ceiling, 0.0, 1.0);
        }
        return volume.with(normalised);
    }

    /** Returns the intensity that becomes 1. */
    public double ceiling() {
        return ceiling;
    }

    /** Returns the reason why the result is doubtful, if any: many voxels are far below 0, or all are alike. */
    public Optional<String> warning() {
        return warning;
    }

    /** Returns the brain's level; the brightest voxel where all blocks are alike. */
    private static double level(Volume volume, float greatest) {
        BlockMeans.Sides sides = BlockMeans.of(volume).sides();
        float[] bright = sides.bright();
        return bright.length > 0 ? bright[(bright.length - 1) / 2] + AIR_SHARE * sides.air() : greatest;
    }

    private static Optional<String> negative(float[] voxels, double limit, float least) {
        long count = 0;
        for (float voxel : voxels) {
            count += voxel < limit ? 1 : 0;
        }
        return count <= MANY * voxels.length ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "%.0f %% of the voxels are negative, down to %s, and count as 0; %s",
                100.0 * count / voxels.length, number(least), advice(least)));
    }

    /** Returns what to do with a scan whose intensities begin below 0, such as one of z-scores. */
    private static String advice(float least) {
        return "air must be 0 and tissue brighter: add " + number(-least) + " to every voxel";
    }

    private static String number(float value) {
        return value == Math.rint(value) && Math.abs(value) < 1e7 ? Integer.toString((int) value) : Float.toString(value);
    }
}
