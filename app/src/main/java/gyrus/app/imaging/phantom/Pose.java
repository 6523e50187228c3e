package gyrus.app.imaging.phantom;

/**
 * The map from the scanner's coordinates to those of a standard head, different for each phantom. The head is rotated, shifted,
 * stretched along its axes, bent smoothly so that it is not symmetric, and scaled so that its brain has a given volume.
 */
final class Pose {

    private static final double COARSE = 4; // mm between the points at which the brain's volume is measured

    private final double[][] turn;
    private final double[] centre;
    private final double[] stretch;
    private final Lattice[] bend;
    private final double scale;

    /**
     * Draws a pose.
     *
     * @param brain the brain of the standard head
     * @param volume the volume that the brain has in the scanner, in mm³
     */
    Pose(Draws draws, Brain brain, double volume) {
        turn = rotation(draws.between(-0.13, 0.13), draws.between(-0.06, 0.06), draws.between(-0.06, 0.06));
        centre = new double[] {draws.between(-5, 5), draws.between(-6, 2), draws.between(5, 11)};
        stretch = new double[] {draws.between(0.95, 1.05), draws.between(0.95, 1.05), draws.between(0.95, 1.05)};
        bend = new Lattice[3];
        for (int axis = 0; axis < 3; axis++) {
            Waves waves = new Waves(draws, 8, 90, 160);
            double amplitude = draws.between(1.2, 2.2);
            bend[axis] = new Lattice(128, 8, (x, y, z) -> amplitude * waves.at(x, y, z));
        }
        scale = StrictMath.cbrt(volume / unscaledVolume(brain));
    }

    /** Returns the point of the standard head, in millimetres, that lies at a point of the scanner, in millimetres. */
    double[] inHead(double x, double y, double z) {
        return bent((x - centre[0]) / scale, (y - centre[1]) / scale, (z - centre[2]) / scale);
    }

    private double[] bent(double x, double y, double z) {
        double[] point = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            point[axis] = (turn[axis][0] * x + turn[axis][1] * y + turn[axis][2] * z) / stretch[axis] + bend[axis].at(x, y, z);
        }
        return point;
    }

    private double unscaledVolume(Brain brain) {
        int inside = 0;
        for (double z = -90; z <= 100; z += COARSE) {
            for (double y = -110; y <= 110; y += COARSE) {
                for (double x = -90; x <= 90; x += COARSE) {
                    double[] point = bent(x, y, z);
                    inside += brain.hull(point[0], point[1], point[2]) < 0 ? 1 : 0;
                }
            }
        }
        return inside * COARSE * COARSE * COARSE;
    }

    /** Returns the matrix of a rotation about x (nod), then about y (tilt), then about z (turn); angles in radians. */
    private static double[][] rotation(double nod, double tilt, double turn) {
        double cx = StrictMath.cos(nod);
        double sx = StrictMath.sin(nod);
        double cy = StrictMath.cos(tilt);
        double sy = StrictMath.sin(tilt);
        double cz = StrictMath.cos(turn);
        double sz = StrictMath.sin(turn);
        return new double[][] {
            {cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx},
            {sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx},
            {-sy, cy * sx, cy * cx},
        };
    }
}
