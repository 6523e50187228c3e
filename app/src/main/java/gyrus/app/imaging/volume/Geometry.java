package gyrus.app.imaging.volume;

import gyrus.app.failure.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The grid of an image: its number of voxels along each array axis, and where they lie in the patient.
 *
 * <p>All images that are made from one image have its geometry.
 */
public record Geometry(int nx, int ny, int nz, Placement placement) {

    /**
     * The largest distance between a voxel's positions in two equal grids, in parts of the smallest spacing: headers are rounded.
     */
    private static final double TOLERANCE = 0.1;

    /** A voxel and the two places that two grids give it, in millimetres. */
    public record Shift(int[] voxel, double[] here, double[] there, double distance) {}

    /** Returns the number of voxels. */
    public long voxels() {
        return (long) nx * ny * nz;
    }

    /** Returns the map from voxel indices to millimetres. */
    public Affine affine() {
        return placement.affine();
    }

    /** Returns the grid as people write it, such as {@code 256 x 128 x 128}. */
    public String size() {
        return nx + " x " + ny + " x " + nz;
    }

    /** Returns the voxel at an index of the array, as {@code (x, y, z)}. */
    public String position(long index) {
        long row = index / nx;
        return "(" + index % nx + ", " + row % ny + ", " + row / ny + ")";
    }

    /**
     * Returns the voxel that two grids of one size place furthest apart, which is a corner, if that is further than rounding
     * explains: a tenth of the smallest voxel spacing.
     */
    public Optional<Shift> shift(Geometry other) {
        Shift greatest = new Shift(new int[3], new double[3], new double[3], 0);
        for (int corner = 0; corner < 8; corner++) {
            int[] voxel = {(corner & 1) * (nx - 1), (corner >> 1 & 1) * (ny - 1), (corner >> 2) * (nz - 1)};
            double[] here = affine().apply(voxel[0], voxel[1], voxel[2]);
            double[] there = other.affine().apply(voxel[0], voxel[1], voxel[2]);
            double distance = Math.hypot(Math.hypot(here[0] - there[0], here[1] - there[1]), here[2] - there[2]);
            if (distance > greatest.distance) {
                greatest = new Shift(voxel, here, there, distance);
            }
        }
        double[] spacing = affine().spacing();
        double smallest = Math.min(spacing[0], Math.min(spacing[1], spacing[2]));
        return greatest.distance > TOLERANCE * smallest ? Optional.of(greatest) : Optional.empty();
    }

    /** Returns what a person should know of the header before they trust its lengths. */
    public List<String> notes() {
        return placement.notes(new int[] {nx, ny, nz});
    }

    /**
     * Refuses two images that do not have one grid: another number of voxels, or voxels in other places than rounding explains.
     *
     * @param name what this grid is of, for the error
     * @param otherName what the other grid is of
     */
    public void requireSame(Object name, Geometry other, Object otherName) {
        if (!size().equals(other.size())) {
            throw new UserError(name + " has " + size() + " voxels, " + otherName + " has " + other.size()
                    + ": resample one onto the grid of the other");
        }
        shift(other).ifPresent(shift -> {
            throw new UserError(String.format(Locale.ROOT,
                    "%s and %s have as many voxels, but place them differently: voxel (%d, %d, %d) lies at %s mm and at %s mm,"
                            + " %.2f mm apart (orientations %s and %s); resample one onto the grid of the other",
                    name, otherName, shift.voxel()[0], shift.voxel()[1], shift.voxel()[2], point(shift.here()),
                    point(shift.there()), shift.distance(), affine().orientation(), other.affine().orientation()));
        });
    }

    private static String point(double[] millimetres) {
        return String.format(Locale.ROOT, "(%.2f, %.2f, %.2f)", millimetres[0], millimetres[1], millimetres[2]);
    }

    /** Returns whether the header says how large the voxels are. */
    public boolean hasMillimetres() {
        return placement.withoutMillimetres(new int[] {nx, ny, nz}).isEmpty();
    }

    /**
     * Refuses an image whose header does not say how large its voxels are.
     *
     * @param image the image's name, for the error
     */
    public void requireMillimetres(String image) {
        placement.withoutMillimetres(new int[] {nx, ny, nz}).ifPresent(reason -> {
            throw new UserError(image + ": " + reason);
        });
    }
}
