package gyrus.app.imaging.bids;

import gyrus.app.failure.UserError;
import gyrus.app.imaging.image.Foreground;
import gyrus.app.imaging.nifti.NiftiReader;
import gyrus.app.imaging.volume.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One image of one patient and, where there is one, its brain mask.
 *
 * @param id      the image's file name up to its suffix: {@code sub-01}, {@code sub-01_ses-2_run-1}
 * @param patient who was scanned; scans of one patient must not be on both sides of a split
 * @param role    what {@code participants.tsv} suggests to use the scan for
 */
public record Scan(String id, String patient, Optional<Role> role, Path image, Optional<Path> mask) {

    /** Returns whether the scan has a role. */
    public boolean has(Role wanted) {
        return role.filter(wanted::equals).isPresent();
    }

    /** Reads the image; every voxel is finite. */
    public Volume readImage() throws IOException {
        Volume volume = NiftiReader.read(image);
        volume.geometry().requireMillimetres(image.toString());
        int nan = 0;
        int infinite = 0;
        for (float value : volume.voxels()) {
            nan += Float.isNaN(value) ? 1 : 0;
            infinite += Float.isInfinite(value) ? 1 : 0;
        }
        if (nan + infinite > 0) {
            throw new UserError(image + ": " + nan + " voxels are NaN and " + infinite + " infinite, of "
                    + volume.voxels().length + "; replace them (by 0, say) before training on this scan");
        }
        return volume;
    }

    /** Reads the mask of an image: 0 and 1, not everywhere 0, on the image's grid. */
    public Volume readMask(Volume imageVolume, Foreground foreground) throws IOException {
        Path file = mask.orElseThrow(() -> new UserError("scan " + id + " has no brain mask"));
        Volume volume = NiftiReader.read(file);
        volume.geometry().requireSame(file, imageVolume.geometry(), image);
        foreground.apply(file, volume);
        for (float value : volume.voxels()) {
            if (value > 0) {
                return volume;
            }
        }
        throw new UserError(file + ": the mask is empty: its " + volume.voxels().length + " voxels hold "
                + Foreground.values(NiftiReader.read(file).voxels())
                + (foreground.equals(Foreground.BINARY) ? "" : ", and foreground is " + foreground));
    }
}
