package gyrus.app.imaging.measures;

import gyrus.app.imaging.volume.Geometry;

/** The unit of distances and volumes: steps of the grid, or millimetres and millilitres. */
public enum Unit {
    VOXEL("voxel", "voxel"),
    MILLIMETER("mm", "ml");

    private static final double CUBIC_MILLIMETERS_PER_MILLILITER = 1000;

    private final String distance;
    private final String volume;

    Unit(String distance, String volume) {
        this.distance = distance;
        this.volume = volume;
    }

    /** Returns the symbol of a distance. */
    public String distance() {
        return distance;
    }

    /** Returns the symbol of a volume. */
    public String volume() {
        return volume;
    }

    /** Returns the steps from voxel to voxel, three rows of three: that along array axis a is column a. */
    double[][] axes(Geometry grid) {
        double[][] rows = grid.affine().rows();
        double[][] axes = new double[3][3];
        for (int row = 0; row < 3; row++) {
            for (int axis = 0; axis < 3; axis++) {
                axes[row][axis] = this == MILLIMETER ? rows[row][axis] : row == axis ? 1 : 0;
            }
        }
        return axes;
    }

    /** Returns the volume of one voxel. */
    double voxelVolume(Geometry grid) {
        return this == VOXEL ? 1 : Math.abs(grid.affine().determinant()) / CUBIC_MILLIMETERS_PER_MILLILITER;
    }
}
