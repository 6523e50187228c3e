package gyrus.app.imaging.volume;

/** Rotations as a qform keeps them: the imaginary parts (b, c, d) of a unit quaternion whose real part is not negative. */
final class Quaternion {

    private Quaternion() {}

    /** Returns the 3 x 3 rotation matrix of (b, c, d); a triple longer than 1 by rounding is a half turn. */
    static double[][] rotation(double b, double c, double d) {
        double square = 1 - (b * b + c * c + d * d);
        double a = Math.sqrt(Math.max(0, square));
        if (square < 1e-7) {
            double length = Math.sqrt(b * b + c * c + d * d);
            a = 0;
            b /= length;
            c /= length;
            d /= length;
        }
        return new double[][] {
            {a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)},
            {2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)},
            {2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c},
        };
    }

    /**
     * Returns the triple (b, c, d) of a rotation matrix, from its greatest component so that nothing is divided by a small number.
     */
    static double[] of(double[][] r) {
        double[] squares = { // four times the squares of a, b, c, d
            1 + r[0][0] + r[1][1] + r[2][2],
            1 + r[0][0] - r[1][1] - r[2][2],
            1 - r[0][0] + r[1][1] - r[2][2],
            1 - r[0][0] - r[1][1] + r[2][2],
        };
        int greatest = 0;
        for (int i = 1; i < 4; i++) {
            greatest = squares[i] > squares[greatest] ? i : greatest;
        }
        double twice = Math.sqrt(squares[greatest]);
        double[] q = switch (greatest) { // products with the greatest component, times four
            case 0 -> new double[] {squares[0], r[2][1] - r[1][2], r[0][2] - r[2][0], r[1][0] - r[0][1]};
            case 1 -> new double[] {r[2][1] - r[1][2], squares[1], r[0][1] + r[1][0], r[0][2] + r[2][0]};
            case 2 -> new double[] {r[0][2] - r[2][0], r[0][1] + r[1][0], squares[2], r[1][2] + r[2][1]};
            default -> new double[] {r[1][0] - r[0][1], r[0][2] + r[2][0], r[1][2] + r[2][1], squares[3]};
        };
        double scale = (q[0] < 0 ? -0.5 : 0.5) / twice;
        return new double[] {q[1] * scale, q[2] * scale, q[3] * scale};
    }
}
