package gyrus.app.measures;

import gyrus.app.volume.Volume;

/** What distances and volumes are measured in: steps of the grid, or millimetres and millilitres. */
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

    /** The symbol of a distance. */
    public String distance() {
        return distance;
    }

    /** The symbol of a volume. */
    public String volume() {
        return volume;
    }

    /** The distance between neighbouring voxels along each of the three array axes. */
    double[] spacing(Volume grid) {
        return this == VOXEL ? new double[] {1, 1, 1} : grid.affine().spacing();
    }

    /** The volume of one voxel. */
    double voxelVolume(Volume grid) {
        double[] spacing = spacing(grid);
        double product = spacing[0] * spacing[1] * spacing[2];
        return this == VOXEL ? product : product / CUBIC_MILLIMETERS_PER_MILLILITER;
    }
}
