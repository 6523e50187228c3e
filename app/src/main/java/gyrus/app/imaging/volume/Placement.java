package gyrus.app.imaging.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where voxels lie, in the words of a NIfTI header: an image that is made from another repeats them unchanged.
 *
 * <p>A header places voxels in three ways ({@link Method}), of which the best one that it declares counts. Its lengths are in
 * its own spatial unit; {@link #affine} is in millimetres.
 *
 * <p>Source: the official {@code nifti1.h} and {@code nifti2.h}, https://nifti.nimh.nih.gov.
 *
 * @param version    of the format, 1 or 2: the numbers of a header are in single or in double precision
 * @param xyztUnits  the units of space and time, as the header codes them
 * @param pixdim     all 8 grid spacings, of which [0] is the qform's handedness
 * @param quaternion six numbers of the qform: the rotation's b, c and d, then the place of voxel (0, 0, 0)
 * @param sform      twelve numbers: three rows of an affine
 */
public record Placement(int version, int xyztUnits, List<Double> pixdim, int qformCode, List<Double> quaternion, int sformCode,
        List<Double> sform) {

    /** The header's three ways to say where voxels lie, best first. */
    public enum Method {
        /** Method 3: a full affine. */
        SFORM,
        /** Method 2: a rotation as a quaternion, spacing and offset. */
        QFORM,
        /** Method 1: spacing alone; voxel (0, 0, 0) is at the origin. (NiBabel instead flips x and centres the image.) */
        PIXDIM
    }

    private static final int SCANNER_COORDINATES = 1;
    private static final int MILLIMETRES = 2;
    private static final int LAST_CODE = 5;

    /** A spacing of an unknown unit is taken as millimetres within these: otherwise another unit was meant. */
    private static final double LEAST_MILLIMETRES = 0.01;
    private static final double MOST_MILLIMETRES = 100;

    /** Longer than 1 by more than rounding, (b, c, d) is no part of a unit quaternion. */
    private static final double LONGEST_SQUARE = 1 + 1e-4;

    public Placement {
        pixdim = List.copyOf(pixdim);
        quaternion = List.copyOf(quaternion);
        sform = List.copyOf(sform);
        if (pixdim.size() != 8 || quaternion.size() != 6 || sform.size() != 12) {
            throw new IllegalArgumentException("placement: expected 8 spacings, 6 numbers of the qform and 12 of the sform, got "
                    + pixdim.size() + ", " + quaternion.size() + " and " + sform.size());
        }
    }

    /**
     * Returns the placement of an image made here: an sform in scanner coordinates, and the equal qform where the axes allow one.
     */
    public static Placement of(Affine affine) {
        double[] spacing = affine.spacing();
        double handedness = affine.determinant() < 0 ? -1 : 1;
        List<Double> pixdim = List.of(handedness, spacing[0], spacing[1], spacing[2], 1.0, 1.0, 1.0, 1.0);
        List<Double> sform = new ArrayList<>();
        for (double[] row : affine.rows()) {
            for (double number : row) {
                sform.add(number);
            }
        }
        boolean orthogonal = affine.orthogonal();
        return new Placement(1, MILLIMETRES, pixdim, orthogonal ? SCANNER_COORDINATES : 0,
                orthogonal ? quaternion(affine, handedness) : List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0), SCANNER_COORDINATES, sform);
    }

    private static List<Double> quaternion(Affine affine, double handedness) {
        double[] spacing = affine.spacing();
        double[][] rotation = new double[3][3];
        for (int row = 0; row < 3; row++) {
            for (int axis = 0; axis < 3; axis++) {
                rotation[row][axis] = affine.rows()[row][axis] / spacing[axis] * (axis == 2 ? handedness : 1);
            }
        }
        double[] bcd = Quaternion.of(rotation);
        return List.of(bcd[0], bcd[1], bcd[2], affine.rows()[0][3], affine.rows()[1][3], affine.rows()[2][3]);
    }

    /** Returns the best way that the header declares. */
    public Method method() {
        return sformCode > 0 ? Method.SFORM : qformCode > 0 ? Method.QFORM : Method.PIXDIM;
    }

    /** Returns the unit of the header's lengths. */
    public LengthUnit unit() {
        return LengthUnit.of(xyztUnits);
    }

    /** Returns the map from voxel indices to millimetres, by the best way that the header declares. */
    public Affine affine() {
        double[][] rows = switch (method()) {
            case SFORM -> new double[][] {row(0), row(1), row(2)};
            case QFORM -> qform();
            case PIXDIM -> Affine.scaling(spacing(), new double[3]).rows();
        };
        for (double[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = unit().millimetres(row[i]);
            }
        }
        return new Affine(rows);
    }

    private double[] row(int row) {
        return sform.subList(4 * row, 4 * row + 4).stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double[][] qform() {
        double[][] rotation = Quaternion.rotation(quaternion.get(0), quaternion.get(1), quaternion.get(2));
        double[] spacing = spacing();
        double[][] rows = new double[3][4];
        for (int row = 0; row < 3; row++) {
            rows[row][0] = rotation[row][0] * spacing[0];
            rows[row][1] = rotation[row][1] * spacing[1];
            rows[row][2] = rotation[row][2] * spacing[2] * (pixdim.get(0) < 0 ? -1 : 1);
            rows[row][3] = quaternion.get(3 + row);
        }
        return rows;
    }

    /** Returns the header's voxel spacing without signs; axes without a spacing get 1, as in the reference implementation. */
    private double[] spacing() {
        double[] spacing = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            double declared = Math.abs(pixdim.get(axis + 1));
            spacing[axis] = declared == 0 ? 1 : declared;
        }
        return spacing;
    }

    /** Returns why the header places no three-dimensional grid; nothing where it does. */
    public Optional<String> defect() {
        String way = method().name().toLowerCase(Locale.ROOT);
        if (method() != Method.SFORM) {
            for (int axis = 1; axis <= 3; axis++) {
                if (!Double.isFinite(pixdim.get(axis))) {
                    return Optional.of("its " + way + " places no three-dimensional grid: pixdim[" + axis + "] is "
                            + pixdim.get(axis));
                }
            }
        }
        if (method() == Method.QFORM && !(quaternionSquare() <= LONGEST_SQUARE)) {
            return Optional.of("its qform is no rotation: quatern_b, _c and _d are " + quaternion.subList(0, 3)
                    + ", longer than 1");
        }
        Affine affine = affine();
        return affine.invertible() ? Optional.empty()
                : Optional.of("its " + way + " places no three-dimensional grid: " + affine);
    }

    private double quaternionSquare() {
        return quaternion.subList(0, 3).stream().mapToDouble(part -> part * part).sum();
    }

    /** Returns why the header does not say how many millimetres its voxels measure; nothing where it does. */
    Optional<String> withoutMillimetres(int[] size) {
        if (unit() == LengthUnit.INVALID) {
            return Optional.of("its header gives lengths in a unit of no meaning (xyzt_units " + xyztUnits
                    + "), here millimetres are needed: set xyzt_units to 1 (m), 2 (mm) or 3 (micron)");
        }
        double[] spacing = affine().spacing();
        for (int axis = 0; axis < 3; axis++) {
            if (method() != Method.SFORM && pixdim.get(axis + 1) == 0 && size[axis] > 1) {
                return Optional.of("its header gives no voxel size along axis " + (axis + 1) + " (pixdim[" + (axis + 1)
                        + "] is 0), here millimetres are needed: set it");
            }
            if (unit() == LengthUnit.UNKNOWN && !(spacing[axis] >= LEAST_MILLIMETRES && spacing[axis] <= MOST_MILLIMETRES)) {
                return Optional.of(String.format(Locale.ROOT, "its header names no unit of length (xyzt_units %d), and voxels of"
                        + " %s x %s x %s are none of millimetres: set xyzt_units to 1 (m), 2 (mm) or 3 (micron)",
                        xyztUnits, (float) spacing[0], (float) spacing[1], (float) spacing[2]));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns what a person should know of the header: what it leaves open, and where it contradicts itself.
     *
     * @param grid the number of voxels along each axis
     */
    public List<String> notes(int[] grid) {
        List<String> notes = new ArrayList<>();
        switch (unit()) {
            case UNKNOWN -> notes.add("the header names no unit of length; it is taken as mm");
            case INVALID -> notes.add("xyzt_units is " + xyztUnits + ", which names no unit of length");
            case METRE, MICROMETRE ->
                    notes.add("its lengths, in " + unit().name().toLowerCase(Locale.ROOT) + ", are converted to mm");
            case MILLIMETRE -> {}
        }
        for (int axis = 0; axis < 3; axis++) {
            double declared = pixdim.get(axis + 1);
            if (declared < 0 || declared == 0 && grid[axis] > 1) {
                notes.add("pixdim[" + (axis + 1) + "] is " + declared + ", taken as " + spacing()[axis]);
            }
        }
        if (qformCode < 0 || qformCode > LAST_CODE || sformCode < 0 || sformCode > LAST_CODE) {
            notes.add("the codes of qform and sform are " + qformCode + " and " + sformCode + "; NIfTI knows 0 to " + LAST_CODE);
        }
        if (qformCode > 0 && sformCode > 0) {
            contradiction(grid).ifPresent(notes::add);
        }
        return notes;
    }

    private Optional<String> contradiction(int[] grid) {
        Geometry sform = new Geometry(grid[0], grid[1], grid[2], this);
        Geometry qform = new Geometry(grid[0], grid[1], grid[2],
                new Placement(version, xyztUnits, pixdim, qformCode, quaternion, 0, this.sform));
        if (qform.placement().defect().isPresent()) {
            return Optional.of("the qform places no grid; the sform counts");
        }
        return sform.shift(qform).map(shift -> String.format(Locale.ROOT,
                "qform and sform place voxels up to %.2f mm apart; the sform counts", shift.distance()));
    }
}
