package gyrus.app.imaging.volume;

import java.util.Arrays;

/**
 * The map from voxel indices (i, j, k) to millimetres (x, y, z), RAS+: x grows to the patient's right, y to the front, z up.
 *
 * <p>Row r reads {@code m[r][0] i + m[r][1] j + m[r][2] k + m[r][3]}.
 */
public record Affine(double[][] rows) {

    /** The six ways to give the world axes x, y, z one array axis each. */
    private static final int[][] PERMUTATIONS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    public Affine {
        if (rows.length != 3 || rows[0].length != 4 || rows[1].length != 4 || rows[2].length != 4) {
            throw new IllegalArgumentException("affine: expected 3 rows of 4 numbers");
        }
        rows = new double[][] {rows[0].clone(), rows[1].clone(), rows[2].clone()};
    }

    /** Returns an axis-aligned grid: spacing in millimetres per voxel, origin of voxel (0, 0, 0) in millimetres. */
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

    /** Returns the position of voxel (i, j, k): x, y, z in millimetres. */
    public double[] apply(double i, double j, double k) {
        double[] point = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            point[axis] = rows[axis][0] * i + rows[axis][1] * j + rows[axis][2] * k + rows[axis][3];
        }
        return point;
    }

    /**
     * Returns whether the three array axes are independent directions of finite length, so that every voxel has a place of its
     * own.
     */
    public boolean invertible() {
        double[] spacing = spacing();
        double volume = Math.abs(determinant());
        return Double.isFinite(rows[0][3] + rows[1][3] + rows[2][3]) && Double.isFinite(volume)
                && volume > 1e-6 * spacing[0] * spacing[1] * spacing[2];
    }

    /** Returns whether the array axes stand at right angles, up to rounding. */
    public boolean orthogonal() {
        double[] spacing = spacing();
        for (int a = 0; a < 3; a++) {
            for (int b = a + 1; b < 3; b++) {
                double cosine = 0;
                for (double[] row : rows) {
                    cosine += row[a] * row[b] / (spacing[a] * spacing[b]);
                }
                if (!(Math.abs(cosine) < 1e-5)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the voxel's volume in cubic millimetres; negative where the array axes form a left-handed system. */
    public double determinant() {
        double[] x = rows[0];
        double[] y = rows[1];
        double[] z = rows[2];
        return x[0] * (y[1] * z[2] - y[2] * z[1])
                - x[1] * (y[0] * z[2] - y[2] * z[0])
                + x[2] * (y[0] * z[1] - y[1] * z[0]);
    }

    /**
     * Returns the array axis (0, 1 or 2) that runs closest to a direction of the body.
     *
     * <p>The three directions always get three different array axes: the assignment with the greatest sum of |cosines|.
     */
    public int arrayAxis(PatientAxis direction) {
        double[] spacing = spacing();
        int[] best = PERMUTATIONS[0];
        double bestSum = -1;
        for (int[] axes : PERMUTATIONS) {
            double sum = 0;
            for (int world = 0; world < 3; world++) {
                sum += Math.abs(rows[world][axes[world]]) / spacing[axes[world]];
            }
            if (sum > bestSum + 1e-9) {
                best = axes;
                bestSum = sum;
            }
        }
        return best[direction.ordinal()];
    }

    /** Returns whether the index along {@link #arrayAxis} grows towards the right, the front or the top (else the other way). */
    public boolean grows(PatientAxis direction) {
        return rows[direction.ordinal()][arrayAxis(direction)] > 0;
    }

    /** Returns the side towards which each array axis grows, such as {@code RAS} or {@code LPS}. */
    public String orientation() {
        char[] letters = new char[3];
        for (PatientAxis direction : PatientAxis.values()) {
            letters[arrayAxis(direction)] = direction.letter(grows(direction));
        }
        return new String(letters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Affine affine && Arrays.deepEquals(rows, affine.rows);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(rows);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(rows);
    }
}
