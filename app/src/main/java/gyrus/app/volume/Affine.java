package gyrus.app.volume;

/**
 * The map from voxel indices (i, j, k) to millimetres (x, y, z), RAS+: x grows to the patient's right, y to the front, z up.
 *
 * <p>Row r reads {@code m[r][0] i + m[r][1] j + m[r][2] k + m[r][3]}.
 */
public record Affine(double[][] rows) {

    public Affine {
        if (rows.length != 3 || rows[0].length != 4 || rows[1].length != 4 || rows[2].length != 4) {
            throw new IllegalArgumentException("affine: expected 3 rows of 4 numbers");
        }
        rows = new double[][] {rows[0].clone(), rows[1].clone(), rows[2].clone()};
    }

    /** An axis-aligned grid: spacing in millimetres per voxel, origin of voxel (0, 0, 0) in millimetres. */
    public static Affine scaling(double[] spacing, double[] origin) {
        return new Affine(new double[][] {
            {spacing[0], 0, 0, origin[0]},
            {0, spacing[1], 0, origin[1]},
            {0, 0, spacing[2], origin[2]},
        });
    }

    /** Millimetres between neighbouring voxels along each of the three array axes. */
    public double[] spacing() {
        double[] spacing = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            spacing[axis] = Math.hypot(Math.hypot(rows[0][axis], rows[1][axis]), rows[2][axis]);
        }
        return spacing;
    }
}
