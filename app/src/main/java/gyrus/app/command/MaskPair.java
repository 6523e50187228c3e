package gyrus.app.command;

import gyrus.app.UserError;
import gyrus.app.image.Foreground;
import gyrus.app.image.ImageFile;
import gyrus.app.image.PngFile;
import gyrus.app.measures.Measure;
import gyrus.app.measures.Measures;
import gyrus.app.measures.Unit;
import gyrus.app.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** A true segmentation and one to judge, two files on one grid. */
record MaskPair(Path truthFile, Path testFile) {

    /** How far apart two grids may place a voxel, in parts of the voxel spacing: headers are rounded. */
    private static final double PLACEMENT_TOLERANCE = 0.1;

    /** @param foreground which values are foreground; by {@link Foreground#BINARY}, scans hold memberships from 0 to 1 */
    Map<Measure, Double> measures(Unit unit, Foreground foreground) throws IOException {
        Volume truth = ImageFile.read(truthFile);
        Volume test = ImageFile.read(testFile);
        requireSameGrid(truth, test);
        prepare(truthFile, truth, foreground);
        prepare(testFile, test, foreground);
        return Measures.of(truth, test, unit);
    }

    private void requireSameGrid(Volume truth, Volume test) {
        if (!truth.grid().equals(test.grid())) {
            throw new UserError(truthFile + " has " + truth.grid() + " voxels, " + testFile + " has " + test.grid()
                    + ": resample one onto the grid of the other");
        }
        double tolerance = PLACEMENT_TOLERANCE * Arrays.stream(truth.affine().spacing()).min().orElseThrow();
        for (int corner = 0; corner < 8; corner++) {
            int i = (corner & 1) * (truth.nx() - 1);
            int j = (corner >> 1 & 1) * (truth.ny() - 1);
            int k = (corner >> 2) * (truth.nz() - 1);
            double[] there = truth.affine().apply(i, j, k);
            double[] here = test.affine().apply(i, j, k);
            for (int axis = 0; axis < 3; axis++) {
                if (Math.abs(there[axis] - here[axis]) > tolerance) {
                    throw new UserError(String.format(Locale.ROOT,
                            "%s and %s have as many voxels, but place them differently: voxel (%d, %d, %d) lies at %s mm and"
                                    + " at %s mm; resample one onto the grid of the other",
                            truthFile, testFile, i, j, k, place(there), place(here)));
                }
            }
        }
    }

    private static String place(double[] point) {
        return String.format(Locale.ROOT, "(%.2f, %.2f, %.2f)", point[0], point[1], point[2]);
    }

    /** Applies the rule, in place, and sees to it that every voxel is a membership. */
    private static void prepare(Path file, Volume volume, Foreground foreground) {
        boolean memberships = foreground.equals(Foreground.BINARY) && !PngFile.isPng(file);
        float[] voxels = volume.voxels();
        for (int i = 0; i < voxels.length; i++) {
            if (Float.isNaN(voxels[i])) {
                throw new UserError(file + ": voxel " + position(volume, i) + " is NaN, neither foreground nor background");
            }
            if (memberships && (voxels[i] < 0 || voxels[i] > 1)) {
                throw new UserError(file + ": voxel " + position(volume, i) + " is " + voxels[i]
                        + ", outside 0 to 1; --threshold T makes a mask of the voxels above T, --mask-label N of those that are N");
            }
        }
        if (!memberships) {
            foreground.apply(file, volume);
        }
    }

    private static String position(Volume volume, int index) {
        int row = index / volume.nx();
        return "(" + index % volume.nx() + ", " + row % volume.ny() + ", " + row / volume.ny() + ")";
    }
}
