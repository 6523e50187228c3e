package gyrus.app.command;

import gyrus.app.imaging.volume.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reasons to doubt a brain mask of a whole head: no brain is so small, so large, or fills so much of a scan. */
final class MaskDoubts {

    private static final double LEAST_MILLILITRES = 600; // a child of one year has more
    private static final double MOST_MILLILITRES = 2100;
    private static final double HEAD = 120; // millimetres that a scan of a whole head has along each axis
    private static final double MOST_OF_SCAN = 0.6; // an ellipsoid fills 0.52 of the box around it

    private MaskDoubts() {}

    /** Returns the reasons to doubt a mask, a sentence each; scans of less than a head are not judged. */
    static List<String> of(Volume mask) {
        if (!isHead(mask)) {
            return List.of();
        }
        List<String> doubts = new ArrayList<>();
        double millilitres = millilitres(mask);
        if (millilitres < LEAST_MILLILITRES || millilitres > MOST_MILLILITRES) {
            doubts.add(String.format(Locale.ROOT, "the mask has %.0f ml, a brain %.0f to %.0f ml; look at it before you use it",
                    millilitres, LEAST_MILLILITRES, MOST_MILLILITRES));
        }
        double share = (double) voxels(mask) / mask.voxels().length;
        if (share > MOST_OF_SCAN) {
            doubts.add(String.format(Locale.ROOT, "the mask fills %.0f %% of the scan; was the network trained on scans like this?",
                    100 * share));
        }
        return doubts;
    }

    private static boolean isHead(Volume mask) {
        double[] spacing = mask.affine().spacing();
        return mask.nx() * spacing[0] >= HEAD && mask.ny() * spacing[1] >= HEAD && mask.nz() * spacing[2] >= HEAD;
    }

    static long voxels(Volume mask) {
        long voxels = 0;
        for (float voxel : mask.voxels()) {
            voxels += voxel > 0 ? 1 : 0;
        }
        return voxels;
    }

    static double millilitres(Volume mask) {
        return voxels(mask) * Math.abs(mask.affine().determinant()) / 1000;
    }
}
